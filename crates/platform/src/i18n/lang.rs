//! The languages of the screens.

/// A language that every sentence exists in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum Lang {
    /// Simplified Chinese, the language of the place.
    #[default]
    ZhCn,
    /// English.
    En,
}

impl Lang {
    /// Every language, the default first.
    pub const ALL: [Lang; 2] = [Lang::ZhCn, Lang::En];

    /// The BCP 47 tag, as in `<html lang>` and in the cookie.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::ZhCn => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The other language, for the switch.
    pub const fn other(self) -> Lang {
        match self {
            Lang::ZhCn => Lang::En,
            Lang::En => Lang::ZhCn,
        }
    }

    /// What stands between the names of a list.
    pub const fn between_names(self) -> &'static str {
        match self {
            Lang::ZhCn => "、",
            Lang::En => ", ",
        }
    }

    /// What stands between the parts of a list that are sentences of their own, or have names between them.
    pub const fn between_parts(self) -> &'static str {
        match self {
            Lang::ZhCn => "；",
            Lang::En => "; ",
        }
    }

    /// Reads a tag; only the primary language counts (`zh-TW` → Chinese, `en-GB` → English).
    pub fn from_tag(tag: &str) -> Option<Lang> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "zh" => Some(Lang::ZhCn),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// The best of an `Accept-Language` header (RFC 9110 §12.5.4); Chinese when none fits.
    pub fn from_accept_language(header: &str) -> Lang {
        let mut best = (0.0_f32, Lang::default());
        for part in header.split(',') {
            let mut pieces = part.split(';');
            let Some(lang) = pieces.next().and_then(Lang::from_tag) else {
                continue;
            };
            let weight = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .map_or(Some(1.0), |q| q.parse::<f32>().ok())
                .unwrap_or(0.0);
            if weight > best.0 {
                best = (weight, lang);
            }
        }
        best.1
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn the_header_s_weights_decide() {
        assert_eq!(Lang::from_accept_language("en-GB,en;q=0.9,zh;q=0.8"), Lang::En);
        assert_eq!(Lang::from_accept_language("en;q=0.3, zh-CN;q=0.8"), Lang::ZhCn);
        assert_eq!(Lang::from_accept_language("fr-FR, de;q=0.5"), Lang::ZhCn);
        assert_eq!(Lang::from_accept_language("en;q=nonsense"), Lang::ZhCn);
        assert_eq!(Lang::from_accept_language(""), Lang::ZhCn);
    }
}
