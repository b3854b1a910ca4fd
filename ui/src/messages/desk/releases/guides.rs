//! The words of migration guides.

/// The words of migration guides.
#[derive(Debug)]
pub struct GuideWords {
    /// The list.
    pub title: &'static str,
    /// What they are for.
    pub hint: &'static str,
    /// There are none.
    pub none: &'static str,
    /// The column of what a guide is called.
    pub guide: &'static str,
    /// The column of its versions.
    pub versions: &'static str,
    /// From which versions to which.
    pub way: fn(&str, &str) -> String,
    /// All versions below the one it leads to.
    pub all: &'static str,
    /// The column of what it takes.
    pub effort: &'static str,
    /// The column of where it stands.
    pub origin: &'static str,
    /// It stands in a feed.
    pub of_feed: &'static str,
    /// It stands in the list that was pushed.
    pub of_list: &'static str,
    /// It was written here.
    pub of_desk: &'static str,
    /// Opens its text.
    pub read: &'static str,
    /// Leads to where it is read.
    pub elsewhere: &'static str,
    /// Leads to the tool.
    pub codemod: &'static str,
    /// Writes a new one.
    pub add: &'static str,
    /// Writes another in the place of one that is not the desk's.
    pub replace: &'static str,
    /// What a button is about.
    pub named: fn(&str, &str) -> String,
    /// The dialog of a new one.
    pub new_title: &'static str,
    /// The dialog of one that stands.
    pub edit_title: fn(&str) -> String,
    /// What becomes of one that is not the desk's.
    pub replace_hint: &'static str,
    /// The field of its id.
    pub id: &'static str,
    /// What an id is.
    pub id_hint: &'static str,
    /// There is one of that id.
    pub id_taken: &'static str,
    /// The field of its name.
    pub name: &'static str,
    /// The field of the versions it starts from.
    pub from: &'static str,
    /// How they are written.
    pub from_hint: &'static str,
    /// The field of the version it leads to.
    pub to: &'static str,
    /// The field of what it takes.
    pub minutes: &'static str,
    /// For whom that is.
    pub minutes_hint: &'static str,
    /// That is no number of minutes.
    pub minutes_wrong: &'static str,
    /// The field of its text.
    pub text: &'static str,
    /// How it is written.
    pub text_hint: &'static str,
    /// How long it is, in KiB with a decimal.
    pub length: fn(&str) -> String,
    /// It is too long.
    pub too_long: &'static str,
    /// The field of where it is read.
    pub url: &'static str,
    /// The field of the tool.
    pub codemod_url: &'static str,
    /// What is written is kept in the tab.
    pub kept: &'static str,
    /// Gives it up.
    pub drop: &'static str,
    /// Takes it back.
    pub delete: &'static str,
    /// Asks whether that is meant.
    pub delete_sure: &'static str,
    /// It was saved.
    pub did_save: &'static str,
    /// It was taken back.
    pub did_delete: &'static str,
    /// Others have changed it meanwhile.
    pub overtaken: &'static str,
    /// Others have taken it back meanwhile.
    pub gone: &'static str,
}

pub(super) const EN: GuideWords = GuideWords {
    title: "Migration guides",
    hint: "Customers see them on the way from their version to the one they are advised to take.",
    none: "No guide is known for this package yet.",
    guide: "Guide",
    versions: "Versions",
    way: |from, to| format!("{from} → {to}"),
    all: "all",
    effort: "Effort",
    origin: "From",
    of_feed: "feed",
    of_list: "pushed list",
    of_desk: "desk",
    read: "Read",
    elsewhere: "Guide",
    codemod: "Tool",
    add: "Add a guide",
    replace: "Override",
    named: |what, title| format!("{what}: {title}"),
    new_title: "A new migration guide",
    edit_title: |id| format!("The guide {id}"),
    replace_hint: "This guide comes from a feed or a pushed list. What is saved here stands in its place until it is deleted.",
    id: "Id",
    id_hint: "Letters, digits, - _ and . such as 23-to-24. It stays as it is.",
    id_taken: "A guide with this id is in the list already. Edit that, or choose another id.",
    name: "Title",
    from: "From versions",
    from_hint: "As in >= 23.0.0, < 24.0.0. Empty: all below the target.",
    to: "To version",
    minutes: "Effort in minutes",
    minutes_hint: "For a developer who moves one app.",
    minutes_wrong: "Write a whole number of minutes, or nothing.",
    text: "Text",
    text_hint: "Markdown. It may stay empty where the guide is read elsewhere.",
    length: |kib| format!("{kib} of 32 KiB"),
    too_long: "At most 32 KiB are taken.",
    url: "Read it at",
    codemod_url: "Tool that does part of it",
    kept: "What you write is kept in this tab until you save it.",
    drop: "Drop my changes",
    delete: "Delete",
    delete_sure: "Delete this guide? A guide of a feed or list with the same id stands again.",
    did_save: "The guide is saved.",
    did_delete: "The guide is deleted.",
    overtaken: "This guide was changed while you were writing. Save again, and yours takes its place.",
    gone: "This guide was deleted while you were writing. Save again, and yours stands.",
};

pub(super) const ZH: GuideWords = GuideWords {
    title: "迁移指南",
    hint: "客户从当前版本升级到推荐版本时会看到这些指南。",
    none: "此软件包还没有迁移指南。",
    guide: "指南",
    versions: "适用版本",
    way: |from, to| format!("{from} → {to}"),
    all: "全部",
    effort: "工作量",
    origin: "来源",
    of_feed: "数据源",
    of_list: "推送列表",
    of_desk: "工作台",
    read: "查看内容",
    elsewhere: "在线文档",
    codemod: "迁移工具",
    add: "添加指南",
    replace: "覆盖",
    named: |what, title| format!("{what}：{title}"),
    new_title: "新建迁移指南",
    edit_title: |id| format!("迁移指南 {id}"),
    replace_hint: "此指南来自数据源或推送列表。在此保存的内容会取代它，删除后恢复原指南。",
    id: "编号",
    id_hint: "可用字母、数字和 - _ .，例如 23-to-24。保存后不可更改。",
    id_taken: "列表中已有此编号的指南。请编辑该指南，或换一个编号。",
    name: "标题",
    from: "起始版本",
    from_hint: "例如 >= 23.0.0, < 24.0.0；留空表示目标版本以下的全部版本。",
    to: "目标版本",
    minutes: "工作量（分钟）",
    minutes_hint: "一名开发者迁移一个应用所需的时间。",
    minutes_wrong: "请填写整数分钟，或留空。",
    text: "正文",
    text_hint: "Markdown 格式；如有在线文档，可以留空。",
    length: |kib| format!("{kib} / 32 KiB"),
    too_long: "最多 32 KiB。",
    url: "在线文档地址",
    codemod_url: "迁移工具地址",
    kept: "内容会保存在此标签页中，直到提交。",
    drop: "放弃修改",
    delete: "删除",
    delete_sure: "删除此指南？数据源或推送列表中同编号的指南将恢复。",
    did_save: "指南已保存。",
    did_delete: "指南已删除。",
    overtaken: "你编辑期间此指南已有变化。再次保存将以你的内容取代它。",
    gone: "你编辑期间此指南已被删除。再次保存将恢复为你的内容。",
};
