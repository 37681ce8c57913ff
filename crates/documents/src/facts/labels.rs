//! Words that announce a value, in four languages.

use std::sync::LazyLock;

use regex::Regex;
use understanding::slots::Locale;

use super::value;
use super::{Confidence, Fact, Field, Found, Value};
use crate::text::Line;

/// What kind of value follows a label.
#[derive(Debug, Clone, Copy)]
enum Kind {
    When,
    Name,
    Money,
    Number,
}

/// A field, the kind of its value, the words that announce it, and the words that make them mean something
/// else where they stand right before or after them.
struct Rule {
    field: Field,
    kind: Kind,
    label: &'static str,
    not: &'static str,
    not_after: &'static str,
}

const NOT_DONE: &str = concat!(
    r"(?i)\b(?:not|un|expected|estimated|scheduled|attempt\w*|before|will be|to be|inte|ej|ber[aä]knad\w*|f[oö]rv[aä]ntad\w*|planerad\w*|",
    r"nicht|voraussichtlich\w*|geplant\w*|erwartet\w*|wird|no|prevista?|estimada?|intento|ser[aá])\s?\W{0,3}(?:\w+\s){0,3}$",
);
const NOT_TOTAL: &str = r"(?i)\b(?:sub-?|del-?|zwischen|incl\w*\.?|inkl\w*\.?|vat|moms|tax|mwst\.?|ust\.?|iva|discount|rabatt|descuento|refund(?:ed)?)\s?-?$";
const NOT_OURS: &str = r"(?i)\b(?:sender|shipper|avs[aä]ndare|absender|remitente|driver|f[oö]rare|fahrer|conductor)\W{0,3}$";

/// `Date of delivery` is no date of the document.
const EVENT: &str = r"(?i)^\s?(?:of (?:delivery|dispatch|return)|and time|y hora|de (?:la )?(?:entrega|recogida|devoluci[oó]n)|del? env[ií]o)";
const REFUND: &str = r"(?i)^\s?(?:refund|reembols|devuelto|del reembolso|erstattet|zur[uü]ckerstattet|[aå]terbetalat)";

const RULES: &[Rule] = &[
    Rule {
        field: Field::DeliveredAt,
        kind: Kind::When,
        label: concat!(
            r"(?i)\b(?:delivered(?: on| at)?|delivery (?:date|time)(?: and time)?|date (?:and time )?of delivery|time of delivery|proof of delivery date|",
            r"levere?ra(?:d|t|des)|utl[aä]mna[dt](?:es)?|leveransdatum|leveranstid|tid f[oö]r leverans|",
            r"zugestellt|geliefert|ausgeliefert|zustell(?:datum|zeit(?:punkt)?|ung am)|lieferdatum|zustellung|",
            r"entregad[oa]|fecha (?:y hora )?de (?:la )?entrega|entrega realizada|se entreg[oó])\b",
        ),
        not: NOT_DONE,
        not_after: "",
    },
    Rule {
        field: Field::ShippedAt,
        kind: Kind::When,
        label: concat!(
            r"(?i)\b(?:shipped(?: on)?|shipping date|ship date|dispatched(?: on)?|date of dispatch|handed over to (?:the )?carrier|sent on|collected on|pickup date|",
            r"skicka[dt](?:es)?|avs[aä]ndningsdatum|skickningsdatum|inl[aä]mna[dt](?:es)?|h[aä]mtad|",
            r"versendet|versandt|verschickt|versanddatum|aufgegeben|abgeholt|einlieferung(?:sdatum)?|",
            r"enviad[oa]|fecha de(?:l)? env[ií]o|expedid[oa]|recogid[oa]|fecha de recogida)\b",
        ),
        not: NOT_DONE,
        not_after: "",
    },
    Rule {
        field: Field::ReturnedAt,
        kind: Kind::When,
        label: concat!(
            r"(?i)\b(?:return received|returned on|date of return|return date|received back|",
            r"retur(?:en)? (?:mottagen|mottogs|registrerad|inkommen)|returdatum|returnerad|",
            r"(?:r[uü]cksendung|retoure) (?:erhalten|eingegangen|eingetroffen)|r[uü]ckgabedatum|retourendatum|zur[uü]ckgesendet|",
            r"devoluci[oó]n recibida|devuelto|fecha de (?:la )?devoluci[oó]n)\b",
        ),
        not: NOT_DONE,
        not_after: "",
    },
    Rule {
        field: Field::IssuedOn,
        kind: Kind::When,
        label: concat!(
            r"(?i)^(?:invoice date|date of (?:issue|invoice)|issued(?: on)?|date|fakturadatum|kvittodatum|orderdatum|datum|",
            r"rechnungsdatum|belegdatum|ausstellungsdatum|fecha de (?:la )?(?:factura|emisi[oó]n)|fecha)\b",
        ),
        not: "",
        not_after: EVENT,
    },
    Rule {
        field: Field::Signature,
        kind: Kind::Name,
        label: concat!(
            r"(?i)\b(?:signed (?:for )?by|signature(?: of recipient)?|signatory|",
            r"kvittera[dt] av|kvittens|signerad av|underskrift(?: av)?|namnteckning|",
            r"unterschrieben von|unterzeichnet von|unterschrift(?: des empf[aä]ngers)?|quittiert von|",
            r"firmado por|firma(?: del destinatario)?)\b",
        ),
        not: NOT_OURS,
        not_after: "",
    },
    Rule {
        field: Field::Recipient,
        kind: Kind::Name,
        label: concat!(
            r"(?i)\b(?:recipient(?: name)?|consignee|addressee|received by|delivered to|handed to|ship(?:ped)? to|deliver to|accepted by|",
            r"mottagare|mottage[nt] av|utl[aä]mna[dt] till|levererad till|",
            r"empf[aä]nger(?:in)?|empfangen von|[uü]bergeben an|angenommen von|entgegengenommen von|zugestellt an|lieferung an|",
            r"destinatari[oa]|recibido por|entregado a|recibe)\b",
        ),
        not: NOT_OURS,
        not_after: "",
    },
    Rule {
        field: Field::Refunded,
        kind: Kind::Money,
        label: concat!(
            r"(?i)\b(?:refund(?:ed)?(?: (?:amount|total|of|issued))*|amount refunded|we have refunded|",
            r"[aå]terbetal(?:at|ad|ning|ats)(?:sbelopp)?(?: belopp)?|[aå]terbetalt belopp|",
            r"(?:r[uü]ck)?erstattung(?:sbetrag)?|(?:r[uü]ck)?erstattet(?:er betrag)?|gutschrift(?:sbetrag)?|",
            r"reembols(?:o|ado)(?: de| por)?|importe (?:reembolsado|devuelto|del reembolso)|hemos reembolsado)\b",
        ),
        not: "",
        not_after: "",
    },
    Rule {
        field: Field::Amount,
        kind: Kind::Money,
        label: concat!(
            r"(?i)\b(?:grand total|order total|invoice total|total (?:amount|due|paid|to pay|price)|total|amount (?:due|paid|charged)|you paid|",
            r"att betala|totalt(?:belopp)?|totalsumma|summa|betalt belopp|belopp|betalat|",
            r"gesamt(?:betrag|summe|preis)?|rechnungsbetrag|zu zahlen|zahlbetrag|summe|betrag|bezahlt|",
            r"total a pagar|importe(?: total| pagado| cobrado)?|total pagado)\b",
        ),
        not: NOT_TOTAL,
        not_after: REFUND,
    },
    Rule {
        field: Field::RefundId,
        kind: Kind::Number,
        label: concat!(
            r"(?i)(?:\brefund (?:id|no\.?|number|reference|ref\.?)|\bcredit note (?:no\.?|number)|\b[aå]terbetalnings?-?(?:id|nummer|nr\.?|referens)|\bkreditfaktura(?: nr\.?)?|",
            r"\b(?:r[uü]ck)?erstattungs-?(?:id|nummer|nr\.?|referenz)|\bgutschrift(?:s-?(?:nummer|nr\.?)| nr\.?)|",
            r"\b(?:id|n[uú]mero|n\.?º|referencia) d(?:e|el) reembolso)",
        ),
        not: "",
        not_after: "",
    },
];

struct Compiled {
    rule: &'static Rule,
    label: Regex,
    not: Option<Regex>,
    not_after: Option<Regex>,
}

static COMPILED: LazyLock<Vec<Compiled>> = LazyLock::new(|| {
    let compiled = RULES.iter().filter_map(|rule| {
        let of = |words: &str| Some(words).filter(|words| !words.is_empty()).map(Regex::new);
        Some(Compiled {
            rule,
            label: Regex::new(rule.label).ok()?,
            not: of(rule.not).transpose().ok()?,
            not_after: of(rule.not_after).transpose().ok()?,
        })
    });
    compiled.collect()
});

/// The facts that labels of one line announce; the value may stand on the next line.
pub(super) fn find(line: &Line, next: Option<&Line>, locale: &Locale, found: &mut Found) {
    for Compiled { rule, label, not, not_after } in COMPILED.iter() {
        for place in label.find_iter(&line.text) {
            let before = line.text.get(..place.start()).unwrap_or_default();
            let after = line.text.get(place.end()..).unwrap_or_default();
            let is_not = |not: &Option<Regex>, words| {
                not.as_ref().is_some_and(|not: &Regex| not.is_match(words))
            };
            if is_not(not, before) || is_not(not_after, after) {
                continue;
            }
            if let Some(fact) = of(rule, (before, after), (line, next), locale) {
                found.add(fact);
                break;
            }
        }
    }
}

fn of(
    rule: &Rule,
    (before, after): (&str, &str),
    (line, next): (&Line, Option<&Line>),
    locale: &Locale,
) -> Option<Fact> {
    let below = next.map(|next| next.text.as_str()).unwrap_or_default();
    // A value below belongs to a label with nothing after it.
    let is_bare = after.chars().all(|char| !char.is_alphanumeric());
    let read = |words: &str| match rule.kind {
        Kind::When => value::when(words, locale).map(Value::When),
        Kind::Name => value::name(words).map(Value::Words),
        Kind::Money => value::money(words, locale).map(Value::Money),
        Kind::Number => value::number(words).map(Value::Words),
    };
    if let Some(value) = read(after) {
        return Some(Fact::at(line, rule.field, value, Confidence::Labelled));
    }
    if is_bare && let (Some(value), Some(next)) = (read(below), next) {
        let quote = format!("{} {}", line.text, next.text);
        let fact = Fact::at(next, rule.field, value, Confidence::Labelled);
        return Some(Fact { quote: quote.chars().take(super::QUOTE_CHARS_MAX).collect(), ..fact });
    }
    // `2026-05-03 14:02  Delivered  Stockholm`, `wurde am 13. Mai 2026 versandt`: the moment stands first.
    let leads = matches!(rule.kind, Kind::When) && rule.field != Field::IssuedOn;
    let value = leads.then(|| value::when_before(before, locale)).flatten()?;
    Some(Fact::at(line, rule.field, Value::When(value), Confidence::Labelled))
}
