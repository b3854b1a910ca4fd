//! Words for when something does not work: each says what to do.

use aftercare_shared::problem::Kind;
use aftercare_shared::text::Lang;

/// Words for when something does not work.
#[derive(Debug)]
pub struct TroubleWords {
    /// No connection.
    pub offline: &'static str,
    /// No answer in time.
    pub timeout: &'static str,
    /// An answer that can't be read.
    pub unreadable: &'static str,
    /// Offers another attempt.
    pub retry: &'static str,
    malformed: &'static str,
    signed_out: &'static str,
    expired: &'static str,
    forbidden: &'static str,
    not_found: &'static str,
    stale: &'static str,
    refused: &'static str,
    key_reused: &'static str,
    too_large: &'static str,
    rate_limited: &'static str,
    internal: &'static str,
    unavailable: &'static str,
}

/// The words of a language.
#[must_use]
#[inline(never)]
pub fn words(lang: Lang) -> &'static TroubleWords {
    match lang {
        Lang::En => &EN,
        Lang::Zh => &ZH,
    }
}

impl TroubleWords {
    /// What a problem means for the person at the screen, and what they can do.
    #[must_use]
    pub fn problem(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Malformed
            | Kind::Invalid
            | Kind::HeaderMissing
            | Kind::MethodNotAllowed
            | Kind::MediaType => self.malformed,
            Kind::Unauthenticated => self.signed_out,
            Kind::Expired => self.expired,
            Kind::Forbidden => self.forbidden,
            Kind::NotFound => self.not_found,
            Kind::Stale => self.stale,
            Kind::Refused => self.refused,
            Kind::KeyReused => self.key_reused,
            Kind::TooLarge => self.too_large,
            Kind::RateLimited | Kind::InFlight => self.rate_limited,
            Kind::Internal => self.internal,
            Kind::Unavailable => self.unavailable,
        }
    }
}

static EN: TroubleWords = TroubleWords {
    offline: "There is no connection. It is tried again as soon as there is one.",
    timeout: "The service did not answer in time. Try again.",
    unreadable: "The answer can't be read. Reload the page; if it stays so, write to us by mail.",
    retry: "Try again",
    malformed: "Something in it is not accepted. Check what you wrote.",
    signed_out: "You are not signed in. Reload the page to sign in again.",
    expired: "Your sign-in has expired. Reload the page to sign in again.",
    forbidden: "You may not do this. Ask whoever manages your account.",
    not_found: "It is not there, or not yours to see.",
    stale: "Something has changed meanwhile. Look at it, then decide.",
    refused: "That can't be done in the present state.",
    key_reused: "This was already sent from another tab, with another text.",
    too_large: "It is too long. Shorten it, then send it again.",
    rate_limited: "Too many requests at once. It is tried again in a moment.",
    internal: "Something failed on our side. Nothing of yours is lost; try again.",
    unavailable: "The service is not available at the moment. Try again soon.",
};

static ZH: TroubleWords = TroubleWords {
    offline: "网络未连接，恢复后会自动重试。",
    timeout: "服务未能及时响应，请重试。",
    unreadable: "无法读取返回内容，请刷新页面；若仍如此，请发邮件联系我们。",
    retry: "重试",
    malformed: "有内容不被接受，请检查填写的内容。",
    signed_out: "尚未登录，请刷新页面后重新登录。",
    expired: "登录已过期，请刷新页面后重新登录。",
    forbidden: "没有权限执行此操作，请联系你的账号管理员。",
    not_found: "内容不存在，或你无权查看。",
    stale: "内容已有变化，请查看后再决定。",
    refused: "当前状态下无法执行此操作。",
    key_reused: "已在另一个标签页用不同的内容提交过。",
    too_large: "内容过长，请缩短后重新发送。",
    rate_limited: "请求过于频繁，稍后会自动重试。",
    internal: "我们这边出了问题，你的内容没有丢失，请重试。",
    unavailable: "服务暂时不可用，请稍后重试。",
};
