//! Decisions explained in plain words, to the customer, the merchant or a person at the desk.

use compliance::authority::{Action, Role};
use dispute::decide::Audience;
use dispute::{Decision, Dispute, Kind, OrderFile};
use kernel::{Calendar, DecisionId, DisputeId, Timestamp};
use letters::Locale;
use store::decisions::DecisionRow;

use super::money_told::{MoneyTold, Standing};
use super::read;
use crate::languages::{self, Tongue, Words};
use crate::order::{self, Work, may_see};
use crate::{AppError, Session};

/// Most decisions of one order that are read.
const DECISIONS_MAX: u32 = 500;

/// Why something was decided, what it does to the money, and what can be done about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    pub audience: Audience,
    /// All that follows, in words.
    pub text: String,
    /// What `text` is written in.
    pub language: Tongue,
    /// The English text, which is the record, where `text` is in another language.
    pub record: Option<String>,
    pub decision: Decision,
    pub money: MoneyTold,
    /// What it rests on, less what the reader may not see.
    pub facts: Vec<FactTold>,
    /// The law or the scheme's rule behind it.
    pub sources: Vec<String>,
    pub rights: Vec<Right>,
}

/// A fact that decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactTold {
    pub text: String,
    /// When the newest record of it came; nothing where no record stands behind it.
    pub known_since: Option<Timestamp>,
}

/// A way to have it looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Right {
    pub kind: RightKind,
    /// The first instant that is too late.
    pub until: Timestamp,
    pub is_over: bool,
}

/// Whose right it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RightKind {
    /// The customer's, to have a person look again.
    Review,
    /// The merchant's.
    Appeal,
}

/// Every decision on a dispute, oldest first.
///
/// # Errors
/// [`AppError::NotFound`], also for a dispute of somebody else.
pub fn decisions(s: &mut Session<'_, '_>, dispute: DisputeId) -> Result<Vec<Decision>, AppError> {
    let work = read::visible(s, dispute)?;
    let (tenant, order) = (s.tenant().clone(), work.file.order().id.clone());
    let rows = store::decisions::of_order(s.tx(), &tenant, &order, DECISIONS_MAX)?;
    let own = rows.into_iter().filter(|row| row.dispute == Some(dispute));
    own.map(|row| Ok(serde_json::from_str(&row.doc)?)).collect()
}

/// Explains one decision with the policy of its own time. Customers and merchants are told what
/// concerns them, whatever they ask for.
///
/// # Errors
/// [`AppError::NotFound`], also for a decision about somebody else.
pub fn explain(
    s: &mut Session<'_, '_>,
    decision: DecisionId,
    audience: Audience,
) -> Result<Explanation, AppError> {
    explain_in(s, decision, audience, Tongue::En)
}

/// As [`explain`], with the customer's text in another language where all of it is translated. What is
/// kept with the decision stays the record.
///
/// # Errors
/// As [`explain`].
pub fn explain_in(
    s: &mut Session<'_, '_>,
    decision: DecisionId,
    audience: Audience,
    tongue: Tongue,
) -> Result<Explanation, AppError> {
    let tenant = s.tenant().clone();
    let missing = || AppError::not_found("the decision", &decision);
    let row = store::decisions::get(s.tx(), &tenant, decision)?.ok_or_else(missing)?;
    let work = Work::get(s, &row.order)?;
    may_see(s, &work.file, row.dispute).map_err(|_| missing())?;
    let case = order::resource(s, &work.file, None, None);
    s.check(Action::DecisionExplain, &case)?;
    let audience = match s.principal().role {
        Role::Consumer | Role::Ai => Audience::Customer,
        Role::Merchant | Role::MerchantAdmin => Audience::Merchant,
        _ => audience,
    };
    let decision: Decision = serde_json::from_str(&row.doc)?;
    let dispute = work.file.dispute(decision.dispute).ok_or_else(missing)?;
    if dispute.kind == Kind::RiskStop && audience == Audience::Customer {
        let problem = "a customer is not told of an order that was stopped on suspicion: ask for the \
                       merchant's or the agent's";
        return Err(AppError::invalid("audience", problem));
    }
    let money = MoneyTold::of(&work.file, dispute, &decision, audience);
    let rights = rights(s, &work.file, dispute, &money, audience)?;
    let mut why = grounds(s, &work.file, &row, audience)?;
    if decision.lets_stand()
        && let Some(standing) = standing(s, &row)?
    {
        let before = grounds(s, &work.file, &standing, audience)?;
        why = Why { because: format!("{}\n\n{}", why.because, before.because), ..before };
    }
    let country = work.file.order().jurisdiction.country();
    let written = Tongue::En.locale(country);
    let english = words(&decision, dispute, &money, &why, &rights, audience, &written);
    let translated = match (tongue, audience) {
        (Tongue::En, _) | (_, Audience::Merchant | Audience::Agent) => None,
        (tongue, Audience::Customer) => {
            let calendar = calendar_of(s, &work.file)?;
            let told = Told { decision: &decision, money: &money, why: &why, rights: &rights };
            told.text(languages::words(tongue)?, &tongue.locale(country), &calendar)
        }
    };
    let (text, language, record) = match translated {
        Some(text) => (text, tongue, Some(english)),
        None => (english, Tongue::En, None),
    };
    let Why { facts, sources, .. } = why;
    Ok(Explanation { audience, text, language, record, decision, money, facts, sources, rights })
}

fn calendar_of(s: &mut Session<'_, '_>, file: &OrderFile) -> Result<Calendar, AppError> {
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let policy = app.policy(s.tx(), &tenant)?;
    let calendar = policy.rules.calendar(&file.order().jurisdiction);
    Ok(calendar.map_err(|error| AppError::internal("a calendar is missing", error))?.clone())
}

/// What a customer is told, in a language.
struct Told<'a> {
    decision: &'a Decision,
    money: &'a MoneyTold,
    why: &'a Why,
    rights: &'a [Right],
}

impl Told<'_> {
    /// `None` where a reason is not translated: half a text would be worse than an English one.
    fn text(&self, words: &Words, locale: &Locale, calendar: &Calendar) -> Option<String> {
        let s = &words.sentences;
        let (granted, claimed) = (self.money.granted, self.money.claimed);
        let opening = if granted.minor > 0 { &s.granted } else { &s.refused };
        let opening = opening.replace("{amount}", &locale.money(granted));
        let mut text = opening.replace("{claimed}", &locale.money(claimed));
        for reason in self.why.because.split("\n\n") {
            text.push_str("\n\n");
            text.push_str(words.reason(reason)?);
        }
        let day = |at: Timestamp| locale.date(calendar.local_date(at));
        let mut end = vec![match self.decision.automatic {
            true => s.automatic.clone(),
            false => s.person.clone(),
        }];
        end.push(s.version.replace("{version}", &self.decision.policy_version));
        match self.money.standing {
            Standing::Final => {}
            Standing::Preliminary { appeal_until } => {
                end.push(s.preliminary.replace("{until}", &day(appeal_until)));
                end.extend(self.decision.review_right.then(|| s.review_later.clone()));
            }
            Standing::Replaced => end.push(s.replaced.clone()),
        }
        for right in self.rights.iter().filter(|right| right.kind == RightKind::Review) {
            let sentence = if right.is_over { &s.review_over } else { &s.review };
            end.push(sentence.replace("{until}", &day(right.until)));
        }
        text.push_str("\n\n");
        text.push_str(&end.join(" "));
        Some(text)
    }
}

/// The decision that another one, made later, lets stand.
fn standing(s: &mut Session<'_, '_>, later: &DecisionRow) -> Result<Option<DecisionRow>, AppError> {
    let tenant = s.tenant().clone();
    let rows = store::decisions::of_order(s.tx(), &tenant, &later.order, DECISIONS_MAX)?;
    let before = rows.into_iter().take_while(|row| row.decision != later.decision);
    Ok(before.filter(|row| row.dispute == later.dispute).last())
}

/// The reasons of one decision.
#[derive(Debug)]
struct Why {
    /// For the desk, with the rule, its conditions and the hashes.
    because: String,
    facts: Vec<FactTold>,
    sources: Vec<String>,
}

fn grounds(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    row: &DecisionRow,
    audience: Audience,
) -> Result<Why, AppError> {
    let decision: Decision = serde_json::from_str(&row.doc)?;
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    // The row names the bundle the decision was made under.
    let policy = app.policies().get(s.tx(), &tenant, &row.policy_hash)?;
    let tables = &policy.rules.tables;
    let by_table = decision.facts.as_ref().filter(|facts| {
        let rule = tables.evaluate(facts).rule;
        decision.rules.first().is_some_and(|first| first == rule.as_str())
    });
    let grounds = by_table.map(|facts| tables.grounds(facts, audience)).unwrap_or_default();
    let known_since =
        |column| file.known_since(file.dispute(decision.dispute)?, column, decision.at);
    let facts = grounds
        .facts
        .into_iter()
        .map(|(column, text)| FactTold { text, known_since: known_since(column) });
    let mut because = match by_table.filter(|_| audience == Audience::Agent) {
        Some(facts) => tables.explain_facts(facts, audience),
        None => decision.because(audience).to_owned(),
    };
    if audience == Audience::Agent {
        if by_table.is_none() {
            let rules = decision.rules.join(", ");
            because.push_str(&format!("\nRules: {rules}. Code: {}.", decision.code));
        }
        because.push_str(&format!(
            "\nDecided {} by {}, policy {} ({}).",
            decision.at, decision.actor, decision.policy_version, row.policy_hash
        ));
    }
    Ok(Why { because, facts: facts.collect(), sources: grounds.sources })
}

fn rights(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    dispute: &Dispute,
    money: &MoneyTold,
    audience: Audience,
) -> Result<Vec<Right>, AppError> {
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let found = match money.standing {
        Standing::Preliminary { appeal_until } if audience != Audience::Customer => {
            Some((RightKind::Appeal, appeal_until))
        }
        Standing::Final if audience != Audience::Merchant => {
            let policy = app.policy(s.tx(), &tenant)?;
            let until = file.review_until(dispute.id, &policy.rules)?;
            until.map(|until| (RightKind::Review, until))
        }
        _ => None,
    };
    let now = s.now();
    let right = found.map(|(kind, until)| Right { kind, until, is_over: now >= until });
    Ok(right.into_iter().collect())
}

/// All of it in words. The same records give the same text.
fn words(
    decision: &Decision,
    dispute: &Dispute,
    money: &MoneyTold,
    why: &Why,
    rights: &[Right],
    audience: Audience,
    locale: &Locale,
) -> String {
    let reason = dispute.reason.as_str().replace('_', " ");
    let mut text = money.opening(decision.for_party, &reason, audience, locale);
    text.push_str("\n\n");
    text.push_str(&why.because);
    let facts = why.facts.iter().map(|fact| match fact.known_since {
        Some(since) => format!("{} (known since {})", fact.text, since.to_minute()),
        None => fact.text.clone(),
    });
    list(&mut text, "What this rests on:", facts);
    list(&mut text, "What it does to the money:", money.lines(audience, locale).into_iter());
    // The desk's text names them with the rule.
    if audience != Audience::Agent {
        list(&mut text, "The rule follows:", why.sources.iter().cloned());
    }
    text.push_str("\n\n");
    text.push_str(if decision.automatic {
        "This was decided by fixed rules, without a person"
    } else {
        "A person decided this"
    });
    text.push_str(&format!(" (rules of version {}).", decision.policy_version));
    for right in rights {
        text.push(' ');
        text.push_str(&right.words(audience));
    }
    let later = matches!(money.standing, Standing::Preliminary { .. }) && decision.review_right;
    if later && audience == Audience::Customer {
        text.push_str(
            " Once it is final, you can have a person look at it again; you need to give no reason.",
        );
    }
    text
}

fn list(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        text.push_str("\n\n");
        text.push_str(title);
    }
    for line in lines {
        text.push_str("\n- ");
        text.push_str(&line);
    }
}

impl Right {
    fn words(self, audience: Audience) -> String {
        let until = self.until.to_minute();
        match (self.kind, audience) {
            (RightKind::Review, _) if self.is_over => {
                format!("The time to have a person look at it again ended at {until}.")
            }
            (RightKind::Review, Audience::Customer) => format!(
                "You can have a person look at it again until {until}; you need to give no reason."
            ),
            (RightKind::Review, _) => {
                format!("The customer can have a person look at it again until {until}.")
            }
            (RightKind::Appeal, Audience::Merchant) => {
                format!("You can appeal until {until}; a person decides it.")
            }
            (RightKind::Appeal, _) => format!("The shop can appeal until {until}."),
        }
    }
}
