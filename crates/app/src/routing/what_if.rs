//! What other rules of routing would do: a load, drawn or replayed from the log, is run under several
//! rules by the very router that runs the desk ([`support::routing::simulate`]).
//!
//! Reading takes a transaction; running takes none and may take seconds, so it is a step of its own.

use std::collections::BTreeSet;

use compliance::authority::Action;
use kernel::{Duration, Timestamp};
use support::conversation::{Channel, DeskRules};
use support::routing::simulate::{
    self, Arrival, Class, Compared, Load, LoadError, Replay, Source, Surge, Team,
};
use support::routing::{Rules, SkillTable, Skills};

use super::log::{self, LogContact};
use crate::{AppError, Session};

/// Most rules in one comparison.
pub const ASKED_RULES_MAX: usize = 6;
const RUNS_MAX: u32 = 200;
/// Contacts of all runs of all rules: some seconds of one processor.
const CONTACTS_MAX: u64 = 4_000_000;
const SEATS_MAX: u32 = 1_000;
const TEAMS_MAX: usize = 50;
const HOURS_MAX: f64 = 168.0;
const PERIOD_MAX: Duration = Duration::from_days(31);
/// Answered within this is answered in time, where the request says nothing.
const IN_TIME_S_DEFAULT: u32 = 20;
/// Chats of one seat at a time in a log, as seats have by default.
const CAPACITY_OF_LOG: u32 = 3;
const CAPACITY_MAX: u32 = 100;
/// A drawn desk begins empty: this long is not counted.
const WARM_UP: Duration = Duration::HOUR;
/// Points of a drawn critical contact.
const CRITICAL_POINTS: i64 = 100;
/// The skill of a drawn critical contact.
const CRITICAL: &str = "critical";
/// Where nothing is known of the handling in a log, the desk's own figure counts.
const CLASSES: [&str; 2] = ["critical", "other"];

/// What is to be tried.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedWhatIf {
    pub load: AskedLoad,
    pub runs: u32,
    pub rules: Vec<AskedRules>,
}

/// Rules to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedRules {
    pub ageing_points_per_minute: u32,
    pub critical_from_points: u32,
    pub reserved_seats: u32,
}

/// Who comes, and who is there. With a log, what comes is the log's.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedLoad {
    pub log: Option<AskedLog>,
    pub contacts_per_hour: Option<f64>,
    pub critical_share: Option<f64>,
    pub seats: u32,
    pub critical_seats: u32,
    /// Instead of `seats`, where languages and other skills matter.
    pub teams: Vec<AskedTeam>,
    pub capacity_units: Option<u32>,
    pub service_mean_s: Option<f64>,
    pub patience_mean_s: f64,
    pub hours: Option<f64>,
    pub surge: Option<AskedSurge>,
    pub in_time_s: Option<u32>,
}

/// A period of the tenant's own log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedLog {
    pub from: Timestamp,
    pub to: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedTeam {
    pub seats: u32,
    pub skills: Vec<String>,
    pub capacity_units: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AskedSurge {
    pub factor: f64,
    pub begins_hour: f64,
    pub lasts_minutes: f64,
}

/// A comparison that is ready to run.
#[derive(Debug, Clone)]
pub struct WhatIf {
    source: Source,
    rules: Vec<Rules>,
    runs: u32,
    seed: u64,
}

impl WhatIf {
    /// The classes of a result, in its order.
    pub const CLASSES: [&'static str; 2] = CLASSES;

    /// Runs it. Takes up to some seconds of a processor; `goes_on` is asked now and then.
    ///
    /// # Errors
    /// [`AppError::Invalid`]; [`AppError::Conflict`] where `goes_on` said no.
    pub fn run(&self, goes_on: &dyn Fn() -> bool) -> Result<Compared, AppError> {
        simulate::compare(&self.source, &self.rules, self.runs, self.seed, goes_on).map_err(refused)
    }
}

fn refused(error: LoadError) -> AppError {
    match error {
        LoadError::Stopped => AppError::conflict("simulation_stopped", error.to_string()),
        LoadError::NotPositive { .. } | LoadError::TooLong => {
            AppError::invalid("load", error.to_string())
        }
    }
}

/// Checks what is to be tried, and reads the log where one is asked for.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::Invalid`] with the field.
pub fn prepare(s: &mut Session<'_, '_>, asked: &AskedWhatIf) -> Result<WhatIf, AppError> {
    let case = s.of_tenant();
    s.check(Action::RoutingSimulate, &case)?;
    check(asked)?;
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let desk = app.desk_rules(s.tx(), &tenant)?;
    let (source, critical_skills) = match asked.load.log {
        Some(period) => {
            check_period(period)?;
            let contacts = log::read(s, period.from, period.to)?;
            replay(&asked.load, period, &contacts, &desk)?
        }
        None => drawn(&asked.load)?,
    };
    let about = source.contacts().map_err(refused)?;
    let each = u64::from(asked.runs).saturating_mul(asked.rules.len() as u64);
    if about.saturating_mul(each) > CONTACTS_MAX {
        let problem = format!(
            "{about} contacts in {} runs under {} rules are more than {CONTACTS_MAX}: take fewer runs \
             or a shorter load",
            asked.runs,
            asked.rules.len()
        );
        return Err(AppError::invalid("runs", problem));
    }
    let rules = asked.rules.iter().map(|rules| Rules {
        ageing_points_per_minute: rules.ageing_points_per_minute.into(),
        critical_from_points: rules.critical_from_points.into(),
        critical_skills,
        reserved_seats: rules.reserved_seats,
    });
    // One seed for all: every rule meets the same contacts, and asking again answers the same.
    Ok(WhatIf { source, rules: rules.collect(), runs: asked.runs, seed: 1 })
}

fn within(field: &str, value: f64, least: f64, most: f64) -> Result<(), AppError> {
    if value.is_finite() && (least..=most).contains(&value) {
        return Ok(());
    }
    Err(AppError::invalid(field, format!("must be {least} to {most}")))
}

fn check(asked: &AskedWhatIf) -> Result<(), AppError> {
    let load = &asked.load;
    within("runs", asked.runs.into(), 1.0, RUNS_MAX.into())?;
    within("rules", asked.rules.len() as f64, 1.0, ASKED_RULES_MAX as f64)?;
    for rules in &asked.rules {
        within("rules.ageing_points_per_minute", rules.ageing_points_per_minute.into(), 0.0, 1e3)?;
        within("rules.critical_from_points", rules.critical_from_points.into(), 0.0, 1e4)?;
        within("rules.reserved_seats", rules.reserved_seats.into(), 0.0, SEATS_MAX.into())?;
    }
    within("load.patience_mean_s", load.patience_mean_s, 1.0, 86_400.0)?;
    if let Some(mean) = load.service_mean_s {
        within("load.service_mean_s", mean, 1.0, 86_400.0)?;
    }
    if let Some(units) = load.capacity_units {
        within("load.capacity_units", units.into(), 1.0, CAPACITY_MAX.into())?;
    }
    if let Some(seconds) = load.in_time_s {
        within("load.in_time_s", seconds.into(), 1.0, 86_400.0)?;
    }
    check_seats(load)
}

fn check_seats(load: &AskedLoad) -> Result<(), AppError> {
    if load.teams.is_empty() {
        within("load.seats", load.seats.into(), 1.0, SEATS_MAX.into())?;
        return within("load.critical_seats", load.critical_seats.into(), 0.0, load.seats.into());
    }
    within("load.teams", load.teams.len() as f64, 1.0, TEAMS_MAX as f64)?;
    let seats: u64 = load.teams.iter().map(|team| u64::from(team.seats)).sum();
    within("load.teams.seats", seats as f64, 1.0, SEATS_MAX.into())?;
    for team in &load.teams {
        let units = team.capacity_units.unwrap_or(1);
        within("load.teams.capacity_units", units.into(), 1.0, CAPACITY_MAX.into())?;
    }
    Ok(())
}

fn check_period(period: AskedLog) -> Result<(), AppError> {
    if period.to <= period.from {
        return Err(AppError::invalid("load.log.to", "must be later than from"));
    }
    if period.to.since(period.from) > PERIOD_MAX {
        return Err(AppError::invalid("load.log.to", "must be at most 31 days after from"));
    }
    Ok(())
}

fn seconds(count: f64) -> Duration {
    Duration::from_millis((count * 1e3).round() as i64)
}

fn in_time(load: &AskedLoad) -> Duration {
    Duration::from_secs(load.in_time_s.unwrap_or(IN_TIME_S_DEFAULT).into())
}

fn drawn(load: &AskedLoad) -> Result<(Source, Skills), AppError> {
    if !load.teams.is_empty() {
        let problem = "belong to a replay of the log; a drawn load has seats and critical_seats";
        return Err(AppError::invalid("load.teams", problem));
    }
    let needed = |field: &'static str, value: Option<f64>| {
        value.ok_or_else(|| AppError::invalid(field, "is needed where no log is named"))
    };
    let per_hour = needed("load.contacts_per_hour", load.contacts_per_hour)?;
    within("load.contacts_per_hour", per_hour, 0.01, 100_000.0)?;
    let share = needed("load.critical_share", load.critical_share)?;
    within("load.critical_share", share, 0.001, 0.999)?;
    let service = needed("load.service_mean_s", load.service_mean_s)?;
    let hours = needed("load.hours", load.hours)?;
    within("load.hours", hours, 0.1, HOURS_MAX)?;
    let table = SkillTable::new([CRITICAL]).map_err(skills)?;
    let critical = table.set([CRITICAL]).map_err(skills)?;
    let class = |name: &str, share: f64, needs: Skills, points: i64| Class {
        name: name.to_owned(),
        needs,
        units: 1,
        points,
        arrivals_per_hour: per_hour * share,
        service_mean: seconds(service),
        patience_mean: seconds(load.patience_mean_s),
    };
    let [of_critical, of_other] = CLASSES;
    let source = Load {
        classes: vec![
            class(of_critical, share, critical, CRITICAL_POINTS),
            class(of_other, 1.0 - share, Skills::NONE, 0),
        ],
        teams: two_teams(load, critical, load.capacity_units.unwrap_or(1)),
        surge: load.surge.map(|surge| checked_surge(surge, hours)).transpose()?,
        warm_up: WARM_UP,
        length: seconds(hours * 3_600.0),
        in_time: in_time(load),
    };
    Ok((Source::Drawn(source), critical))
}

fn checked_surge(surge: AskedSurge, hours: f64) -> Result<Surge, AppError> {
    within("load.surge.factor", surge.factor, 0.1, 20.0)?;
    within("load.surge.begins_hour", surge.begins_hour, 0.0, hours)?;
    within("load.surge.lasts_minutes", surge.lasts_minutes, 1.0, hours * 60.0)?;
    let begins = WARM_UP.as_millis() + seconds(surge.begins_hour * 3_600.0).as_millis();
    Ok(Surge {
        begins: Duration::from_millis(begins),
        lasts: seconds(surge.lasts_minutes * 60.0),
        factor: surge.factor,
    })
}

fn two_teams(load: &AskedLoad, critical: Skills, capacity_units: u32) -> Vec<Team> {
    let others = load.seats.saturating_sub(load.critical_seats);
    vec![
        Team { skills: critical, capacity_units, seats: load.critical_seats },
        Team { skills: Skills::NONE, capacity_units, seats: others },
    ]
}

fn skills(error: support::routing::SkillError) -> AppError {
    AppError::invalid("load.teams.skills", error.to_string())
}

/// The log as a source: what nobody of the teams can do at all is not waited for, as at the desk.
fn replay(
    load: &AskedLoad,
    period: AskedLog,
    contacts: &[LogContact],
    desk: &DeskRules,
) -> Result<(Source, Skills), AppError> {
    for (field, given) in [
        ("load.contacts_per_hour", load.contacts_per_hour.is_some()),
        ("load.critical_share", load.critical_share.is_some()),
        ("load.hours", load.hours.is_some()),
        ("load.surge", load.surge.is_some()),
    ] {
        if given {
            return Err(AppError::invalid(field, "is the log's own: leave it out"));
        }
    }
    let critical_names = &desk.routing.critical_skills;
    let known: BTreeSet<&str> = match load.teams.is_empty() {
        true => critical_names.iter().map(String::as_str).collect(),
        false => {
            load.teams.iter().flat_map(|team| team.skills.iter().map(String::as_str)).collect()
        }
    };
    let table = SkillTable::new(known.iter().copied()).map_err(skills)?;
    let set = |names: &[String]| {
        let names = names.iter().map(String::as_str).filter(|name| known.contains(name));
        table.set(names).map_err(skills)
    };
    let critical = set(critical_names)?;
    let capacity = load.capacity_units.unwrap_or(CAPACITY_OF_LOG);
    let teams = if load.teams.is_empty() {
        two_teams(load, critical, capacity)
    } else {
        let team = |team: &AskedTeam| {
            let capacity_units = team.capacity_units.unwrap_or(capacity);
            Ok(Team { skills: set(&team.skills)?, capacity_units, seats: team.seats })
        };
        load.teams.iter().map(team).collect::<Result<Vec<_>, AppError>>()?
    };
    let most = teams.iter().map(|team| team.capacity_units).max().unwrap_or(1);
    let mut arrivals = Vec::with_capacity(contacts.len());
    for contact in contacts {
        let needs = set(&contact.needs)?;
        // By the rules in force, whatever rules are tried: so the same contacts are compared.
        let is_critical =
            contact.points >= desk.routing.critical_from_points || needs.meet(critical);
        arrivals.push(Arrival {
            at: contact.at.since(period.from),
            class: usize::from(!is_critical),
            needs,
            units: if contact.channel == Channel::Phone { most } else { 1 },
            points: contact.points,
            service: contact.handled,
        });
    }
    let source = Replay {
        arrivals,
        classes: CLASSES.len(),
        teams,
        length: period.to.since(period.from),
        service_mean: service_mean(load, contacts, desk),
        patience_mean: seconds(load.patience_mean_s),
        in_time: in_time(load),
    };
    Ok((Source::Log(source), critical))
}

/// For those whose handling nobody knows: what was asked, or what the others took, or the desk's figure.
fn service_mean(load: &AskedLoad, contacts: &[LogContact], desk: &DeskRules) -> Duration {
    if let Some(asked) = load.service_mean_s {
        return seconds(asked);
    }
    let known: Vec<i64> =
        contacts.iter().filter_map(|contact| contact.handled).map(Duration::as_millis).collect();
    match i64::try_from(known.len()) {
        Ok(count) if count > 0 => Duration::from_millis(known.iter().sum::<i64>() / count),
        _ => desk.routing.handle_time,
    }
}
