//! Sentences with values in them, and words for the values of the domain.

use crate::messages::panel::PanelWords;
use aftercare_shared::advisory::Rating;
use aftercare_shared::status::Headline;
use aftercare_shared::text::{Lang, digits};

impl PanelWords {
    /// How bad a flaw is.
    #[must_use]
    pub fn rating(&self, rating: Rating) -> &'static str {
        match rating {
            Rating::None | Rating::Low => self.low,
            Rating::Medium => self.medium,
            Rating::High => self.high,
            Rating::Critical => self.critical,
            Rating::Unknown => self.unrated,
        }
    }

    /// How a version stands.
    #[must_use]
    pub fn headline(&self, headline: Headline) -> &'static str {
        match headline {
            Headline::Vulnerable => self.vulnerable,
            Headline::EndOfLife => self.end_of_life,
            Headline::Yanked => self.yanked,
            Headline::Deprecated => self.deprecated,
            Headline::BehindMajor => self.behind_major,
            Headline::BehindMinor | Headline::BehindPatch => self.behind,
            Headline::Current => self.current,
            Headline::Ahead => self.ahead,
            Headline::Unknown => self.unknown,
        }
    }

    /// Fixed in 24.0.0.
    #[must_use]
    pub fn fixed_in(&self, version: &str) -> String {
        match self.lang {
            Lang::En => ["Fixed in ", version].concat(),
            Lang::Zh => [version, " 修复"].concat(),
        }
    }

    /// 2 flaws.
    #[must_use]
    pub fn flaw_count(&self, count: usize) -> String {
        let number = digits(count as u64);
        match (self.lang, count) {
            (Lang::En, 1) => "1 flaw".to_owned(),
            (Lang::En, _) => [&number, " flaws"].concat(),
            (Lang::Zh, _) => [&number, " 个漏洞"].concat(),
        }
    }

    /// 2 breaking changes.
    #[must_use]
    pub fn breaking_count(&self, count: usize) -> String {
        let number = digits(count as u64);
        match (self.lang, count) {
            (_, 0) => self.no_breaking.to_owned(),
            (Lang::En, 1) => "1 breaking change".to_owned(),
            (Lang::En, _) => [&number, " breaking changes"].concat(),
            (Lang::Zh, _) => [&number, " 项不兼容变更"].concat(),
        }
    }

    /// In two steps, for a way up.
    #[must_use]
    pub fn steps(&self, count: usize) -> String {
        let number = digits(count as u64);
        match (self.lang, count) {
            (Lang::En, 1) => "One step".to_owned(),
            (Lang::En, _) => [&number, " steps"].concat(),
            (Lang::Zh, 1) => "一步即可".to_owned(),
            (Lang::Zh, _) => ["共 ", &number, " 步"].concat(),
        }
    }

    /// The name of a rating from 1 to 5.
    #[must_use]
    pub fn score(&self, score: u8) -> &'static str {
        match score {
            0 | 1 => self.rate_1,
            2 => self.rate_2,
            3 => self.rate_3,
            4 => self.rate_4,
            5.. => self.rate_5,
        }
    }

    /// A ticket's number.
    #[must_use]
    pub fn number(&self, number: u32) -> String {
        ["#", &digits(number.into())].concat()
    }

    /// Lin Wei confirmed this and began to work on it.
    #[must_use]
    pub fn accepted(&self, who: &str) -> String {
        match self.lang {
            Lang::En => [who, " confirmed this and began to work on it"].concat(),
            Lang::Zh => [who, " 已确认并开始处理"].concat(),
        }
    }

    /// First response after 11 min.
    #[must_use]
    pub fn first_response_after(&self, duration: &str) -> String {
        match self.lang {
            Lang::En => ["first response, ", duration].concat(),
            Lang::Zh => ["首次响应，用时 ", duration].concat(),
        }
    }

    /// Lin Wei asks for something.
    #[must_use]
    pub fn asks(&self, who: &str) -> String {
        match self.lang {
            Lang::En => [who, " needs from you"].concat(),
            Lang::Zh => [who, " 需要你提供"].concat(),
        }
    }

    /// The severity was changed.
    #[must_use]
    pub fn severity_changed(&self, from: &str, to: &str, reason: &str) -> String {
        match self.lang {
            Lang::En => ["Impact changed from ", from, " to ", to, ": ", reason].concat(),
            Lang::Zh => ["影响程度由", from, "改为", to, "：", reason].concat(),
        }
    }

    /// The plan was changed.
    #[must_use]
    pub fn plan_changed(&self, reason: &str) -> String {
        match self.lang {
            Lang::En => ["The plan of this ticket has changed: ", reason].concat(),
            Lang::Zh => ["此工单的服务方案已变更：", reason].concat(),
        }
    }

    /// Lin Wei holds the ticket.
    #[must_use]
    pub fn assigned(&self, who: &str) -> String {
        match self.lang {
            Lang::En => [who, " takes care of this"].concat(),
            Lang::Zh => ["由 ", who, " 负责"].concat(),
        }
    }

    /// Lin Wei resolved it.
    #[must_use]
    pub fn resolved(&self, who: &str) -> String {
        match self.lang {
            Lang::En => [who, " marked this as resolved"].concat(),
            Lang::Zh => [who, " 已标记为解决"].concat(),
        }
    }

    /// Somebody took it up again.
    #[must_use]
    pub fn reopened(&self, who: &str) -> String {
        match self.lang {
            Lang::En => [who, " reopened this"].concat(),
            Lang::Zh => [who, " 重新打开了工单"].concat(),
        }
    }

    /// The customer rated it.
    #[must_use]
    pub fn rated(&self, who: &str, score: u8) -> String {
        let word = self.score(score);
        match self.lang {
            Lang::En => [who, " rated this: ", word].concat(),
            Lang::Zh => [who, " 的评价：", word].concat(),
        }
    }

    /// A promise was missed.
    #[must_use]
    pub fn promise_missed(&self, what: &str, time: &str) -> String {
        match self.lang {
            Lang::En => [what, " was due at ", time, " and missed"].concat(),
            Lang::Zh => [what, "应在 ", time, " 前完成，已超时"].concat(),
        }
    }
}
