//! What single bytes and names of glyphs mean. Sources: ISO 32000-1, annex D; Adobe Glyph List, the part
//! that the languages of western Europe need.

use super::font::UNKNOWN;

/// Bytes 128 to 159 of Windows-1252.
const WINDOWS: &str = "€\u{fffd}‚ƒ„…†‡ˆ‰Š‹Œ\u{fffd}Ž\u{fffd}\u{fffd}‘’“”•–—˜™š›œ\u{fffd}žŸ";
/// Bytes from 128 on of Mac OS Roman.
const MAC: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/// Names and their characters, by turns.
const NAMES: &str = "\
    exclam ! quotedbl \" numbersign # dollar $ percent % ampersand & quotesingle ' parenleft ( \
    parenright ) asterisk * plus + comma , hyphen - period . slash / zero 0 one 1 two 2 three 3 \
    four 4 five 5 six 6 seven 7 eight 8 nine 9 colon : semicolon ; less < equal = greater > \
    question ? at @ bracketleft [ backslash \\ bracketright ] asciicircum ^ underscore _ grave ` \
    braceleft { bar | braceright } asciitilde ~ exclamdown ¡ cent ¢ sterling £ currency ¤ yen ¥ \
    brokenbar ¦ section § dieresis ¨ copyright © ordfeminine ª guillemotleft « logicalnot ¬ \
    hyphenminus \u{ad} registered ® macron ¯ degree ° plusminus ± twosuperior ² threesuperior ³ \
    acute ´ mu µ paragraph ¶ periodcentered · cedilla ¸ onesuperior ¹ ordmasculine º \
    guillemotright » onequarter ¼ onehalf ½ threequarters ¾ questiondown ¿ Agrave À Aacute Á \
    Acircumflex Â Atilde Ã Adieresis Ä Aring Å AE Æ Ccedilla Ç Egrave È Eacute É Ecircumflex Ê \
    Edieresis Ë Igrave Ì Iacute Í Icircumflex Î Idieresis Ï Eth Ð Ntilde Ñ Ograve Ò Oacute Ó \
    Ocircumflex Ô Otilde Õ Odieresis Ö multiply × Oslash Ø Ugrave Ù Uacute Ú Ucircumflex Û \
    Udieresis Ü Yacute Ý Thorn Þ germandbls ß agrave à aacute á acircumflex â atilde ã \
    adieresis ä aring å ae æ ccedilla ç egrave è eacute é ecircumflex ê edieresis ë igrave ì \
    iacute í icircumflex î idieresis ï eth ð ntilde ñ ograve ò oacute ó ocircumflex ô otilde õ \
    odieresis ö divide ÷ oslash ø ugrave ù uacute ú ucircumflex û udieresis ü yacute ý thorn þ \
    ydieresis ÿ Euro € bullet • endash – emdash — quoteleft ‘ quoteright ’ quotedblleft “ \
    quotedblright ” ellipsis … fi ﬁ fl ﬂ Scaron Š scaron š Zcaron Ž zcaron ž minus −";

/// A byte of `WinAnsiEncoding`.
pub(super) fn windows(byte: u8) -> Option<char> {
    match byte {
        0..=31 => None,
        128..=159 => WINDOWS.chars().nth(usize::from(byte - 128)).filter(|char| *char != UNKNOWN),
        _ => Some(char::from(byte)),
    }
}

/// A byte of `MacRomanEncoding`.
pub(super) fn mac(byte: u8) -> Option<char> {
    match byte {
        0..=31 => None,
        128..=255 => MAC.chars().nth(usize::from(byte - 128)),
        _ => Some(char::from(byte)),
    }
}

/// A glyph by its name.
pub(super) fn named(name: &str) -> Option<char> {
    let mut letters = name.chars();
    if let (Some(only), None) = (letters.next(), letters.next()) {
        return Some(only);
    }
    let hex = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    if let Some(char) = name.strip_prefix("uni").filter(|rest| rest.len() == 4).and_then(hex) {
        return Some(char);
    }
    match name {
        "space" | "nbspace" => return Some(' '),
        _ => {}
    }
    let mut words = NAMES.split_whitespace();
    while let (Some(known), Some(char)) = (words.next(), words.next()) {
        if known == name {
            return char.chars().next();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_names_mean_characters() {
        assert_eq!(
            [windows(0x80), windows(0xE5), windows(0x81), windows(7)],
            [Some('€'), Some('å'), None, None]
        );
        assert_eq!([mac(0x8C), mac(0x41)], [Some('å'), Some('A')]);
        for (name, expected) in [
            ("A", Some('A')),
            ("adieresis", Some('ä')),
            ("uni00F1", Some('ñ')),
            ("space", Some(' ')),
            ("one", Some('1')),
            ("quotedbl", Some('"')),
            ("g123", None),
        ] {
            assert_eq!(named(name), expected, "{name}");
        }
    }
}
