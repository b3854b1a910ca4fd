//! Words for what a ticket is and where it stands.

use aftercare_shared::severity::Severity;
use aftercare_shared::text::Lang;
use aftercare_shared::ticket::Status;

/// Words for what a ticket is and where it stands.
#[derive(Debug)]
pub struct TicketWords {
    question: &'static str,
    degraded: &'static str,
    severe: &'static str,
    down: &'static str,
    critical: &'static str,
    question_means: &'static str,
    degraded_means: &'static str,
    severe_means: &'static str,
    down_means: &'static str,
    critical_means: &'static str,
    new: &'static str,
    open: &'static str,
    waiting: &'static str,
    resolved: &'static str,
    closed: &'static str,
    merged: &'static str,
}

/// The words of a language.
#[must_use]
#[inline(never)]
pub fn words(lang: Lang) -> &'static TicketWords {
    match lang {
        Lang::En => &EN,
        Lang::Zh => &ZH,
    }
}

impl TicketWords {
    /// The name of a severity.
    #[must_use]
    pub fn severity(&self, severity: Severity) -> &'static str {
        match severity {
            Severity::Question => self.question,
            Severity::Degraded => self.degraded,
            Severity::Severe => self.severe,
            Severity::Down => self.down,
            Severity::Critical => self.critical,
        }
    }

    /// What a severity stands for, for whoever has to choose one.
    #[must_use]
    pub fn severity_means(&self, severity: Severity) -> &'static str {
        match severity {
            Severity::Question => self.question_means,
            Severity::Degraded => self.degraded_means,
            Severity::Severe => self.severe_means,
            Severity::Down => self.down_means,
            Severity::Critical => self.critical_means,
        }
    }

    /// The name of a status, from the customer's side.
    #[must_use]
    pub fn status(&self, status: Status) -> &'static str {
        match status {
            Status::New => self.new,
            Status::Open => self.open,
            Status::Waiting => self.waiting,
            Status::Resolved => self.resolved,
            Status::Closed => self.closed,
            Status::Merged => self.merged,
        }
    }
}

static EN: TicketWords = TicketWords {
    question: "Question",
    degraded: "Degraded",
    severe: "Severe",
    down: "Down",
    critical: "Critical",
    question_means: "Nothing is broken. You want to know something.",
    degraded_means: "Something works worse than it should, and there is a way round.",
    severe_means: "A main function fails in production for part of your users.",
    down_means: "Production is down.",
    critical_means: "Production is down, and your whole business with it.",
    new: "Received",
    open: "In work",
    waiting: "Waiting for you",
    resolved: "Resolved",
    closed: "Closed",
    merged: "Merged",
};

static ZH: TicketWords = TicketWords {
    question: "咨询",
    degraded: "受影响",
    severe: "严重",
    down: "不可用",
    critical: "紧急",
    question_means: "没有故障，只是想了解用法。",
    degraded_means: "部分功能不如预期，但有办法绕过。",
    severe_means: "生产环境的主要功能对部分用户失效。",
    down_means: "生产环境不可用。",
    critical_means: "生产环境不可用，整个业务陷入停顿。",
    new: "已收到",
    open: "处理中",
    waiting: "等待你补充",
    resolved: "已解决",
    closed: "已关闭",
    merged: "已合并",
};
