//! The rule files that ship with Ombud. A language is added by its file and its line here.

pub(super) const FILES: &[(&str, &str)] = &[
    ("any.toml", include_str!("../../../../policy/support/listen/any.toml")),
    ("en.toml", include_str!("../../../../policy/support/listen/en.toml")),
    ("sv.toml", include_str!("../../../../policy/support/listen/sv.toml")),
    ("de.toml", include_str!("../../../../policy/support/listen/de.toml")),
    ("es.toml", include_str!("../../../../policy/support/listen/es.toml")),
    ("fi.toml", include_str!("../../../../policy/support/listen/fi.toml")),
    ("nb.toml", include_str!("../../../../policy/support/listen/nb.toml")),
    ("da.toml", include_str!("../../../../policy/support/listen/da.toml")),
    ("nl.toml", include_str!("../../../../policy/support/listen/nl.toml")),
    ("fr.toml", include_str!("../../../../policy/support/listen/fr.toml")),
    ("it.toml", include_str!("../../../../policy/support/listen/it.toml")),
    ("pl.toml", include_str!("../../../../policy/support/listen/pl.toml")),
    ("pt.toml", include_str!("../../../../policy/support/listen/pt.toml")),
];
