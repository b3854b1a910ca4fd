//! Words about lockfiles that somebody brings.

use aftercare_shared::lockfile::Flaw;
use aftercare_shared::text::{Lang, digits};

/// Words about lockfiles.
#[derive(Debug)]
pub struct LockfileWords {
    lang: Lang,
    /// Over the place where they are dropped.
    pub title: &'static str,
    /// What happens with them.
    pub means: &'static str,
    /// Opens the browser's list of files.
    pub choose: &'static str,
    /// While files are held over the page.
    pub drop: &'static str,
    /// Others are read first.
    pub waiting: &'static str,
    /// It is being read.
    pub reading: &'static str,
    /// It could not be read.
    pub not_read: &'static str,
    /// Before the names that are known.
    pub unknown_kind: &'static str,
    /// It is too large.
    pub too_large: &'static str,
    /// The browser does not hand it over.
    pub unreadable: &'static str,
    /// More was found than is asked about at a time.
    pub too_many: &'static str,
    /// Why to tell the vendor what was found.
    pub tell_means: &'static str,
    /// Tells it.
    pub tell: &'static str,
    /// Asks which of the customer's projects it is of.
    pub project: &'static str,
    /// What a name of a project is good for.
    pub project_means: &'static str,
    /// While it is told.
    pub telling: &'static str,
    /// Takes back what was told.
    pub take_back: &'static str,
}

static EN: LockfileWords = LockfileWords {
    lang: Lang::En,
    title: "Check your lockfiles",
    means: "Drop package-lock.json, Podfile.lock or others here. They are read in this browser; only the versions of our packages are sent.",
    choose: "Choose files",
    drop: "Drop to check",
    waiting: "Waiting",
    reading: "Reading…",
    not_read: "Not read",
    unknown_kind: "This kind of file is not known here. Known are:",
    too_large: "It is larger than 64 MB, the most that is read here.",
    unreadable: "The browser could not read this file. Choose it again.",
    too_many: "Only the first 50 versions are checked at a time. Take a file away to check the rest.",
    tell_means: "Support does not learn of these versions by itself. Tell them, and your company is warned when an advisory hits one.",
    tell: "Tell support which versions we run",
    project: "Project (optional)",
    project_means: "It takes the place of what was told of the same project before.",
    telling: "Telling…",
    take_back: "Take back",
};

static ZH: LockfileWords = LockfileWords {
    lang: Lang::Zh,
    title: "检查锁定文件",
    means: "将 package-lock.json、Podfile.lock 等文件拖到此处。文件只在本浏览器中读取，仅发送我们的软件包版本。",
    choose: "选择文件",
    drop: "松开即可检查",
    waiting: "等待中",
    reading: "读取中…",
    not_read: "未读取",
    unknown_kind: "无法识别此类文件。支持的文件：",
    too_large: "文件超过 64 MB，超出此处可读取的上限。",
    unreadable: "浏览器无法读取此文件，请重新选择。",
    too_many: "每次只检查前 50 个版本。移除一个文件即可检查其余版本。",
    tell_means: "支持团队不会自动获知这些版本。告知后，一旦有安全公告影响其中之一，我们会提醒贵公司。",
    tell: "告知支持团队我们使用的版本",
    project: "项目名称（选填）",
    project_means: "同一项目此前告知的版本将被替换。",
    telling: "正在告知…",
    take_back: "撤回",
};

/// The words of a language.
#[must_use]
#[inline(never)]
pub fn words(lang: Lang) -> &'static LockfileWords {
    match lang {
        Lang::En => &EN,
        Lang::Zh => &ZH,
    }
}

impl LockfileWords {
    /// How many of the vendor's packages are in a file.
    #[must_use]
    pub fn found(&self, count: usize) -> String {
        let number = digits(count as u64);
        match (self.lang, count) {
            (Lang::En, 0) => "None of ours".to_owned(),
            (Lang::En, _) => [&number, " of ours"].concat(),
            (Lang::Zh, 0) => "没有我们的软件包".to_owned(),
            (Lang::Zh, _) => [&number, " 个我们的软件包"].concat(),
        }
    }

    /// How many packages are somebody else's.
    #[must_use]
    pub fn others(&self, count: u32) -> String {
        let number = digits(count.into());
        match (self.lang, count) {
            (Lang::En, 0) => "No other packages.".to_owned(),
            (Lang::En, 1) => "1 other package stayed in this browser.".to_owned(),
            (Lang::En, _) => [&number, " other packages stayed in this browser."].concat(),
            (Lang::Zh, 0) => "没有其他软件包。".to_owned(),
            (Lang::Zh, _) => ["其他 ", &number, " 个软件包未离开本浏览器。"].concat(),
        }
    }

    /// What the vendor knows now.
    #[must_use]
    pub fn told(&self, count: usize) -> String {
        let number = digits(count as u64);
        match (self.lang, count) {
            (Lang::En, 1) => "Support knows that you run this version.".to_owned(),
            (Lang::En, _) => ["Support knows that you run these ", &number, " versions."].concat(),
            (Lang::Zh, _) => ["支持团队已知道你们使用这 ", &number, " 个版本。"].concat(),
        }
    }

    /// Takes a file away.
    #[must_use]
    pub fn take_away(&self, name: &str) -> String {
        match self.lang {
            Lang::En => ["Remove ", name].concat(),
            Lang::Zh => ["移除 ", name].concat(),
        }
    }

    /// In which file a package was found, and where.
    #[must_use]
    pub fn found_in(&self, name: &str, line: u32) -> String {
        match self.lang {
            Lang::En => ["From ", name, ", line ", &digits(line.into())].concat(),
            Lang::Zh => ["来自 ", name, " 第 ", &digits(line.into()), " 行"].concat(),
        }
    }

    /// A line of a file.
    #[must_use]
    pub fn line(&self, line: u32) -> String {
        match self.lang {
            Lang::En => ["Line ", &digits(line.into())].concat(),
            Lang::Zh => ["第 ", &digits(line.into()), " 行"].concat(),
        }
    }

    /// What is wrong with a file.
    #[must_use]
    pub fn flaw(&self, flaw: &Flaw) -> String {
        let sign = |sign: char| sign.to_string();
        match (self.lang, flaw) {
            (Lang::En, Flaw::Encoding) => "This is no text in UTF-8.".to_owned(),
            (Lang::En, Flaw::EndsEarly) => "The file ends too early.".to_owned(),
            (Lang::En, Flaw::Unexpected(it)) => ["“", &sign(*it), "” has no place here."].concat(),
            (Lang::En, Flaw::TooDeep) => "Nested deeper than any tool writes.".to_owned(),
            (Lang::En, Flaw::Missing(what)) => ["There is no ", what, " in the file."].concat(),
            (Lang::En, Flaw::Expected(form)) => ["Expected here: ", form].concat(),
            (Lang::En, Flaw::Version(it)) => ["“", it, "” is not a version."].concat(),
            (Lang::Zh, Flaw::Encoding) => "不是 UTF-8 文本。".to_owned(),
            (Lang::Zh, Flaw::EndsEarly) => "文件提前结束。".to_owned(),
            (Lang::Zh, Flaw::Unexpected(it)) => ["此处不应出现“", &sign(*it), "”。"].concat(),
            (Lang::Zh, Flaw::TooDeep) => "嵌套过深。".to_owned(),
            (Lang::Zh, Flaw::Missing(what)) => ["文件中没有 ", what, "。"].concat(),
            (Lang::Zh, Flaw::Expected(form)) => ["此处应为：", form].concat(),
            (Lang::Zh, Flaw::Version(it)) => ["“", it, "”不是版本号。"].concat(),
        }
    }
}
