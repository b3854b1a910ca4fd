//! Sentences with values in them, and words for the values of the domain.

use crate::messages::updates::UpdatesWords;
use aftercare_shared::api::notices::Why;
use aftercare_shared::release::ComingKind;
use aftercare_shared::text::{Lang, digits};
use aftercare_shared::upgrade::Condition;

impl UpdatesWords {
    /// What is to come, in a word.
    #[must_use]
    pub fn kind(&self, kind: ComingKind) -> &'static str {
        match kind {
            ComingKind::Release => self.of_release,
            ComingKind::BreakingChange => self.of_breaking_change,
            ComingKind::EndOfLife => self.of_end_of_life,
            ComingKind::Announcement => self.of_announcement,
        }
    }

    /// Why it can't be said how a version stands.
    #[must_use]
    pub fn why(&self, why: Why, version: &str) -> String {
        match (why, self.lang) {
            (Why::NoPackage, _) => self.why_no_package.to_owned(),
            (Why::NoVersion, _) => self.why_no_version.to_owned(),
            (Why::UnreadableVersion, Lang::En) => {
                ["“", version, "” is not a version that could have been published there."].concat()
            }
            (Why::UnreadableVersion, Lang::Zh) => ["“", version, "”不是可以发布的版本号。"].concat(),
            (Why::NoOrder, _) => self.why_no_order.to_owned(),
            (Why::OpenFinding, _) => self.why_open_finding.to_owned(),
            (Why::NoFeed, _) => self.why_no_feed.to_owned(),
            (Why::NotInFeed, _) => self.why_not_in_feed.to_owned(),
        }
    }

    /// Support of a version or line ends.
    #[must_use]
    pub fn support_ends(&self, name: &str, version: &str) -> String {
        match self.lang {
            Lang::En => ["Support for ", name, " ", version, " ends"].concat(),
            Lang::Zh => [name, " ", version, " 停止支持"].concat(),
        }
    }

    /// A release comes out.
    #[must_use]
    pub fn comes_out(&self, name: &str, version: &str) -> String {
        match self.lang {
            Lang::En => [name, " ", version, " comes out"].concat(),
            Lang::Zh => [name, " ", version, " 发布"].concat(),
        }
    }

    /// When the list of releases was read.
    #[must_use]
    pub fn releases_as_of(&self, day: &str) -> String {
        match self.lang {
            Lang::En => ["List of releases as of ", day].concat(),
            Lang::Zh => ["发布列表截至 ", day].concat(),
        }
    }

    /// Nothing meets all that is asked of a release; of the best one, what it does not meet.
    #[must_use]
    pub fn least_bad(&self, version: &str, dropped: &[Condition]) -> String {
        let (between, mut text, end) = match self.lang {
            Lang::En => {
                (", ", ["No release is clean in every way. The best is ", version, ", though "].concat(), ".")
            }
            Lang::Zh => ("、", ["没有完全无问题的版本。目前最佳的是 ", version, "，但"].concat(), "。"),
        };
        for (index, condition) in dropped.iter().enumerate() {
            if index > 0 {
                text.push_str(between);
            }
            text.push_str(match condition {
                Condition::NotDeprecated => self.is_deprecated,
                Condition::Stable => self.is_not_stable,
                Condition::Supported => self.is_not_supported,
                Condition::Certain => self.is_not_certain,
                Condition::Unaffected => self.is_affected,
            });
        }
        text.push_str(end);
        text
    }

    /// Newest 43.0.0, and where it differs the newest of the same major.
    #[must_use]
    pub fn newest(&self, latest: &str, same_major: Option<&str>) -> String {
        match (self.lang, same_major) {
            (Lang::En, None) => ["Newest ", latest].concat(),
            (Lang::En, Some(same)) => ["Newest ", latest, " · newest of your major ", same].concat(),
            (Lang::Zh, None) => ["最新 ", latest].concat(),
            (Lang::Zh, Some(same)) => ["最新 ", latest, " · 同大版本最新 ", same].concat(),
        }
    }

    /// What a step of the way up is good for.
    #[must_use]
    pub fn sheds(&self, count: usize) -> String {
        let number = digits(count as u64);
        match (self.lang, count) {
            (Lang::En, 1) => "fixes 1 flaw".to_owned(),
            (Lang::En, _) => ["fixes ", &number, " flaws"].concat(),
            (Lang::Zh, _) => ["修复 ", &number, " 个漏洞"].concat(),
        }
    }

    /// Support ended on a day, or ends.
    #[must_use]
    pub fn support_until(&self, day: &str) -> String {
        match self.lang {
            Lang::En => ["Supported until ", day].concat(),
            Lang::Zh => ["支持截止 ", day].concat(),
        }
    }

    /// The subject of a ticket about an SDK.
    #[must_use]
    pub fn upgrade_subject(&self, name: &str, version: &str) -> String {
        match self.lang {
            Lang::En => ["Upgrading ", name, " from ", version].concat(),
            Lang::Zh => [name, " 从 ", version, " 升级"].concat(),
        }
    }

    /// The subject of a ticket that asks for a release which the plan does not include.
    #[must_use]
    pub fn quote_subject(&self, name: &str, version: &str) -> String {
        match self.lang {
            Lang::En => ["Quote for ", name, " ", version].concat(),
            Lang::Zh => [name, " ", version, " 报价"].concat(),
        }
    }

    /// What something takes, from its minutes: about 40 minutes, 2 hours, 1.5 days. A day of work has eight
    /// hours; people plan in halves of it.
    #[must_use]
    pub fn effort(&self, minutes: u32) -> String {
        let (count, unit) = match minutes {
            0..60 => (minutes.max(1) * 2, Unit::Minutes),
            60..480 => (halves(minutes, 60), Unit::Hours),
            480.. => (halves(minutes, 480), Unit::Days),
        };
        let half = if count % 2 == 0 { "" } else { ".5" };
        let number = [&digits(u64::from(count / 2)), half].concat();
        let is_one = count == 2;
        let (before, unit) = match (self.lang, unit) {
            (Lang::En, Unit::Minutes) if is_one => ("about ", " minute"),
            (Lang::En, Unit::Minutes) => ("about ", " minutes"),
            (Lang::En, Unit::Hours) if is_one => ("about ", " hour"),
            (Lang::En, Unit::Hours) => ("about ", " hours"),
            (Lang::En, Unit::Days) if is_one => ("about ", " day"),
            (Lang::En, Unit::Days) => ("about ", " days"),
            (Lang::Zh, Unit::Minutes) => ("约 ", " 分钟"),
            (Lang::Zh, Unit::Hours) => ("约 ", " 小时"),
            (Lang::Zh, Unit::Days) => ("约 ", " 个工作日"),
        };
        [before, &number, unit].concat()
    }
}

#[derive(Clone, Copy)]
enum Unit {
    Minutes,
    Hours,
    Days,
}

/// How many halves of a unit, to the nearest; at least two, because less is said in a smaller unit.
fn halves(minutes: u32, unit: u32) -> u32 {
    (minutes.saturating_mul(4) / unit).div_ceil(2).max(2)
}

#[cfg(test)]
mod tests {
    use crate::messages::updates::words;
    use aftercare_shared::text::Lang;

    #[test]
    fn effort_is_said_as_people_plan_it() {
        for (minutes, en, zh) in [
            (1, "about 1 minute", "约 1 分钟"),
            (45, "about 45 minutes", "约 45 分钟"),
            (60, "about 1 hour", "约 1 小时"),
            (75, "about 1.5 hours", "约 1.5 小时"),
            (74, "about 1 hour", "约 1 小时"),
            (120, "about 2 hours", "约 2 小时"),
            (464, "about 7.5 hours", "约 7.5 小时"),
            (480, "about 1 day", "约 1 个工作日"),
            (700, "about 1.5 days", "约 1.5 个工作日"),
            (100_000, "about 208.5 days", "约 208.5 个工作日"),
        ] {
            assert_eq!(words(Lang::En).effort(minutes), en, "{minutes}");
            assert_eq!(words(Lang::Zh).effort(minutes), zh, "{minutes}");
        }
    }
}
