//! What an expression comes to. Total: what cannot be reckoned is missing, and a condition on what is
//! missing does not hold.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::{Date, Money};

use super::{ENTRIES_MAX, Expr, Fold, Function, Op};
use crate::value::Value;

/// What the names stand for.
#[derive(Debug, Clone)]
pub struct Env {
    pub today: Date,
    pub names: BTreeMap<String, Value>,
}

/// Whether a condition holds.
pub fn holds(expr: &Expr, env: &Env) -> bool {
    eval(expr, env) == Value::Bool(true)
}

/// What an expression comes to.
pub fn eval(expr: &Expr, env: &Env) -> Value {
    match expr {
        Expr::None => Value::None,
        Expr::Bool(is) => Value::Bool(*is),
        Expr::Int(number) => Value::Int(*number),
        Expr::Word(word) => Value::word(word),
        Expr::Name(name) => env.names.get(name).cloned().unwrap_or(Value::None),
        Expr::Field(of_what, field) => eval(of_what, env).field(field),
        Expr::Not(inner) => Value::Bool(!holds(inner, env)),
        Expr::Binary(op, left, right) => binary(*op, left, right, env),
        Expr::Call(function, given) => {
            let given: Vec<Value> = given.iter().map(|one| eval(one, env)).collect();
            Value::maybe(call(*function, &given, env))
        }
        Expr::Over(fold, list, name, body) => {
            over(*fold, &eval(list, env), name, body.as_deref(), env)
        }
    }
}

fn binary(op: Op, left: &Expr, right: &Expr, env: &Env) -> Value {
    match op {
        Op::And => return Value::Bool(holds(left, env) && holds(right, env)),
        Op::Or => return Value::Bool(holds(left, env) || holds(right, env)),
        _ => {}
    }
    let (a, b) = (eval(left, env), eval(right, env));
    match op {
        Op::Equal | Op::NotEqual => {
            let asks_for_none = matches!(left, Expr::None) || matches!(right, Expr::None);
            let missing = !asks_for_none && (a.is_none() || b.is_none());
            Value::Bool(!missing && ((a == b) == (op == Op::Equal)))
        }
        Op::Less => Value::Bool(order(&a, &b) == Some(Ordering::Less)),
        Op::Greater => Value::Bool(order(&a, &b) == Some(Ordering::Greater)),
        Op::LessOrEqual => Value::Bool(order(&a, &b).is_some_and(Ordering::is_le)),
        Op::GreaterOrEqual => Value::Bool(order(&a, &b).is_some_and(Ordering::is_ge)),
        Op::Plus | Op::Minus | Op::Times => Value::maybe(arithmetic(op, &a, &b)),
        Op::And | Op::Or => Value::None,
    }
}

/// `None` for what cannot be compared: other kinds, other currencies.
fn order(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Money(a), Value::Money(b)) if a.currency == b.currency => {
            Some(a.minor.cmp(&b.minor))
        }
        _ => None,
    }
}

fn arithmetic(op: Op, a: &Value, b: &Value) -> Option<Value> {
    match (op, a, b) {
        (Op::Plus, Value::Int(a), Value::Int(b)) => a.checked_add(*b).map(Value::Int),
        (Op::Minus, Value::Int(a), Value::Int(b)) => a.checked_sub(*b).map(Value::Int),
        (Op::Times, Value::Int(a), Value::Int(b)) => a.checked_mul(*b).map(Value::Int),
        (Op::Minus, Value::Date(a), Value::Date(b)) => Some(Value::Int(days_between(*b, *a))),
        (Op::Plus, Value::Money(a), Value::Money(b)) if a.currency == b.currency => {
            money(a.minor.checked_add(b.minor)?, *a)
        }
        (Op::Minus, Value::Money(a), Value::Money(b)) if a.currency == b.currency => {
            money(a.minor.checked_sub(b.minor)?, *a)
        }
        (Op::Times, Value::Money(a), Value::Int(n))
        | (Op::Times, Value::Int(n), Value::Money(a)) => money(a.minor.checked_mul(*n)?, *a),
        _ => None,
    }
}

fn money(minor: i64, like: Money) -> Option<Value> {
    Some(Value::Money(Money { minor, ..like }))
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn call(function: Function, given: &[Value], env: &Env) -> Option<Value> {
    match (function, given) {
        (Function::DaysSince, [Value::Date(date)]) => {
            Some(Value::Int(days_between(*date, env.today)))
        }
        (Function::DaysUntil, [Value::Date(date)]) => {
            Some(Value::Int(days_between(env.today, *date)))
        }
        (Function::AddDays, [Value::Date(date), Value::Int(days)]) => {
            let days = jiff::Span::new().try_days(*days).ok()?;
            date.checked_add(days).ok().map(Value::Date)
        }
        (Function::If, [Value::Bool(true), first, _]) => Some(first.clone()),
        (Function::If, [_, _, second]) => Some(second.clone()),
        (Function::AddMonths, [Value::Date(date), Value::Int(months)]) => {
            let months = jiff::Span::new().try_months(*months).ok()?;
            date.checked_add(months).ok().map(Value::Date)
        }
        (Function::MonthEnd, [Value::Date(date)]) => Some(Value::Date(date.last_of_month())),
        (Function::YearStart, [Value::Date(date)]) => Some(Value::Date(date.first_of_year())),
        (Function::Share, [of, over, under]) => share(of, over, under, true),
        (Function::ShareDown, [of, over, under]) => share(of, over, under, false),
        (Function::Else, [Value::None, second]) => Some(second.clone()),
        (Function::Else, [first, _]) => Some(first.clone()),
        (Function::Min, [a, b]) => Some(if order(a, b)?.is_le() { a.clone() } else { b.clone() }),
        (Function::Max, [a, b]) => Some(if order(a, b)?.is_ge() { a.clone() } else { b.clone() }),
        (Function::Abs, [Value::Int(number)]) => number.checked_abs().map(Value::Int),
        (Function::Abs, [Value::Money(amount)]) => money(amount.minor.checked_abs()?, *amount),
        (Function::Percent, [Value::Money(amount), Value::Int(percent)]) => {
            let percent = u32::try_from(*percent).ok()?;
            money(kernel::money::percent_of(amount.minor, percent), *amount)
        }
        _ => None,
    }
}

/// `of * over / under` in whole minor units; `None` over nothing, and where it is too large.
fn share(of: &Value, over: &Value, under: &Value, half_up: bool) -> Option<Value> {
    let (over, under) = match (over, under) {
        (Value::Int(over), Value::Int(under)) => (*over, *under),
        (Value::Money(over), Value::Money(under)) if over.currency == under.currency => {
            (over.minor, under.minor)
        }
        _ => return None,
    };
    let part = |of: i64| -> Option<i64> {
        let product = i128::from(of) * i128::from(over);
        let under = i128::from(under);
        if under <= 0 {
            return None;
        }
        let whole = if half_up {
            let half = if product < 0 { -under } else { under };
            (product * 2 + half) / (under * 2)
        } else {
            product.div_euclid(under)
        };
        i64::try_from(whole).ok()
    };
    match of {
        Value::Int(of) => part(*of).map(Value::Int),
        Value::Money(amount) => money(part(amount.minor)?, *amount),
        _ => None,
    }
}

fn over(fold: Fold, list: &Value, name: &str, body: Option<&Expr>, env: &Env) -> Value {
    let entries = list.entries();
    let entries = entries.get(..entries.len().min(ENTRIES_MAX)).unwrap_or_default();
    let mut inside = env.clone();
    let mut of = |entry: &Value| {
        inside.names.insert(name.to_owned(), entry.clone());
        body.map_or(Value::Bool(true), |body| eval(body, &inside))
    };
    let is = Value::Bool(true);
    match fold {
        Fold::Any => Value::Bool(entries.iter().any(|entry| of(entry) == is)),
        Fold::All => Value::Bool(entries.iter().all(|entry| of(entry) == is)),
        Fold::Count => {
            let count = entries.iter().filter(|entry| of(entry) == is).count();
            Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
        }
        Fold::Only => {
            Value::List(Arc::new(entries.iter().filter(|entry| of(entry) == is).cloned().collect()))
        }
        Fold::First => Value::maybe(entries.iter().find(|entry| of(entry) == is).cloned()),
        Fold::Last => Value::maybe(entries.iter().rev().find(|entry| of(entry) == is).cloned()),
        Fold::Each => Value::list(entries.iter().map(of).collect()),
        Fold::Sum => {
            let parts: Vec<Value> = entries.iter().map(of).filter(|one| !one.is_none()).collect();
            sum(&parts)
        }
        Fold::Least | Fold::Most | Fold::Lowest | Fold::Highest => {
            let least = matches!(fold, Fold::Least | Fold::Lowest);
            let wanted = if least { Ordering::Less } else { Ordering::Greater };
            let mut best: Option<(Value, &Value)> = None;
            for entry in entries {
                let key = of(entry);
                let better =
                    best.as_ref().is_none_or(|(known, _)| order(&key, known) == Some(wanted));
                if better && !key.is_none() {
                    best = Some((key, entry));
                }
            }
            let of_key = matches!(fold, Fold::Lowest | Fold::Highest);
            Value::maybe(best.map(|(key, entry)| if of_key { key } else { entry.clone() }))
        }
    }
}

/// The sum of nothing, or of several currencies, is missing.
fn sum(parts: &[Value]) -> Value {
    let Some((first, rest)) = parts.split_first() else { return Value::None };
    let mut total = first.clone();
    for part in rest {
        match arithmetic(Op::Plus, &total, part) {
            Some(more) => total = more,
            None => return Value::None,
        }
    }
    total
}
