//! Words for a promise and for why it falls when it does.

use aftercare_shared::metric::Metric;
use aftercare_shared::text::{Lang, digits};

/// Words for a promise.
#[derive(Debug)]
pub struct PromiseWords {
    lang: Lang,
    first_response: &'static str,
    next_response: &'static str,
    update: &'static str,
    resolution: &'static str,
    /// It will be kept as things stand.
    pub on_time: &'static str,
    /// Little of its time is left.
    pub due_soon: &'static str,
    /// Its clock stands still until the customer answers.
    pub waiting: &'static str,
    /// Its time ran out.
    pub missed: &'static str,
    /// It was kept.
    pub kept: &'static str,
    /// It no longer applies.
    pub cancelled: &'static str,
    /// While paused, in place of a due date.
    pub paused: &'static str,
    /// Opens the explanation.
    pub why: &'static str,
    /// What the table of the explanation is, for those who hear it.
    pub why_table: &'static str,
    /// A day that is open although its weekday is closed.
    pub make_up_day: &'static str,
    /// A day with other hours than its weekday's.
    pub changed_hours: &'static str,
    /// A holiday without a name.
    pub holiday: &'static str,
    /// The clock stood still for the customer's answer.
    pub paused_for_customer: &'static str,
    /// The clock stood still because the ticket was resolved.
    pub paused_resolved: &'static str,
    /// The sum of the rows.
    pub sum: &'static str,
    /// The clock never stops.
    pub round_the_clock: &'static str,
    /// Of a due date beyond the known holidays.
    pub provisional: &'static str,
    /// What a response is.
    pub person: &'static str,
}

/// The words of a language.
#[must_use]
#[inline(never)]
pub fn words(lang: Lang) -> &'static PromiseWords {
    match lang {
        Lang::En => &EN,
        Lang::Zh => &ZH,
    }
}

impl PromiseWords {
    /// What is promised.
    #[must_use]
    pub fn metric(&self, metric: Metric) -> &'static str {
        match metric {
            Metric::FirstResponse => self.first_response,
            Metric::NextResponse => self.next_response,
            Metric::Update => self.update,
            Metric::Resolution => self.resolution,
        }
    }

    /// First response by 14:20.
    #[must_use]
    pub fn by(&self, metric: Metric, time: &str) -> String {
        let what = self.metric(metric);
        match self.lang {
            Lang::En => [what, " by ", time].concat(),
            Lang::Zh => [time, " 前", what].concat(),
        }
    }

    /// In 38 min.
    #[must_use]
    pub fn left(&self, duration: &str) -> String {
        match self.lang {
            Lang::En => ["in ", duration].concat(),
            Lang::Zh => ["还有 ", duration].concat(),
        }
    }

    /// Late by 2 hr, of a promise that nobody has kept yet.
    #[must_use]
    pub fn late(&self, duration: &str) -> String {
        match self.lang {
            Lang::En => ["late by ", duration].concat(),
            Lang::Zh => ["已超时 ", duration].concat(),
        }
    }

    /// What became of a promise: First response at 13:31.
    #[must_use]
    pub fn at(&self, metric: Metric, time: &str) -> String {
        let what = self.metric(metric);
        match self.lang {
            Lang::En => [what, " at ", time].concat(),
            Lang::Zh => [time, " ", what].concat(),
        }
    }

    /// Of a promise whose time ran out: First response was due at 14:20.
    #[must_use]
    pub fn was_due(&self, metric: Metric, time: &str) -> String {
        let what = self.metric(metric);
        match self.lang {
            Lang::En => [what, " was due ", time].concat(),
            Lang::Zh => ["应于 ", time, " 前", what].concat(),
        }
    }

    /// Of a promise whose clock stands still: First response: clock paused, 1 hr 20 min left.
    #[must_use]
    pub fn paused_with_left(&self, metric: Metric, duration: &str) -> String {
        let what = self.metric(metric);
        match self.lang {
            Lang::En => [what, ": clock paused, ", duration, " left"].concat(),
            Lang::Zh => [what, "：计时已暂停，剩余 ", duration].concat(),
        }
    }

    /// The same instant on the reader's own clock: 05:30 your time (Berlin).
    #[must_use]
    pub fn your_time(&self, time: &str, place: &str) -> String {
        match self.lang {
            Lang::En => [time, " your time (", place, ")"].concat(),
            Lang::Zh => ["你的时间 ", time, "（", place, "）"].concat(),
        }
    }

    /// Resolution target: Wed 25 Feb, 15:30.
    #[must_use]
    pub fn resolution_target(&self, time: &str) -> String {
        match self.lang {
            Lang::En => ["Resolution target: ", time, "."].concat(),
            Lang::Zh => ["目标解决时间：", time, "。"].concat(),
        }
    }

    /// In place of rows that would be too many: 12 more stretches.
    #[must_use]
    pub fn more_rows(&self, count: usize) -> String {
        let count = digits(count as u64);
        match self.lang {
            Lang::En => [&count, " more stretches"].concat(),
            Lang::Zh => ["另外 ", &count, " 段"].concat(),
        }
    }
}

static EN: PromiseWords = PromiseWords {
    lang: Lang::En,
    first_response: "First response",
    next_response: "Next reply",
    update: "Next update",
    resolution: "Resolution",
    on_time: "On time",
    due_soon: "Due soon",
    waiting: "Waiting for you",
    missed: "Missed",
    kept: "Kept",
    cancelled: "No longer due",
    paused: "Clock paused until you answer",
    why: "Why this time",
    why_table: "The stretches of time that count",
    make_up_day: "make-up working day",
    changed_hours: "changed hours",
    holiday: "holiday",
    paused_for_customer: "paused: waiting for you",
    paused_resolved: "paused: resolved",
    sum: "Sum",
    round_the_clock: "Round the clock, every day",
    provisional: "Provisional: the holidays of that time are not announced yet.",
    person: "A person confirms and starts work by then.",
};

static ZH: PromiseWords = PromiseWords {
    lang: Lang::Zh,
    first_response: "首次响应",
    next_response: "下次回复",
    update: "进展更新",
    resolution: "解决",
    on_time: "按时",
    due_soon: "即将到期",
    waiting: "等待你补充",
    missed: "已超时",
    kept: "已兑现",
    cancelled: "不再适用",
    paused: "计时已暂停，等待你的回复",
    why: "为什么是这个时间",
    why_table: "计入时限的时段",
    make_up_day: "调休工作日",
    changed_hours: "工作时间调整",
    holiday: "节假日",
    paused_for_customer: "暂停：等待你补充",
    paused_resolved: "暂停：已解决",
    sum: "合计",
    round_the_clock: "全天候，7×24 小时",
    provisional: "暂定：届时的节假日安排尚未公布。",
    person: "届时将有专人确认并开始处理。",
};
