//! Which type an expression has, before anybody runs it.

use std::collections::BTreeMap;

use super::{Expr, ExprError, Fold, Function, Op};
use crate::value::Type;

/// The names that an expression may use, and the fields of records.
#[derive(Debug, Clone)]
pub struct Scope<'a> {
    pub records: &'a BTreeMap<String, BTreeMap<String, Type>>,
    pub names: BTreeMap<String, Type>,
}

/// The type of an expression.
///
/// # Errors
/// [`ExprError`] for names and fields that are not there, and parts that do not go together.
pub fn type_of(expr: &Expr, text: &str, scope: &Scope<'_>) -> Result<Type, ExprError> {
    of(expr, scope).map_err(|problem| ExprError { expr: text.to_owned(), problem })
}

type Typed = Result<Type, String>;

fn of(expr: &Expr, scope: &Scope<'_>) -> Typed {
    match expr {
        Expr::None => Err("`none` stands beside == or != alone".to_owned()),
        Expr::Bool(_) => Ok(Type::Bool),
        Expr::Int(_) => Ok(Type::Int),
        Expr::Word(word) => Ok(Type::Word(vec![word.clone()])),
        Expr::Name(name) => scope.names.get(name).cloned().ok_or_else(|| {
            let known = scope.names.keys().cloned().collect::<Vec<_>>().join(", ");
            format!("`{name}` is not known here: there are {known}")
        }),
        Expr::Field(of_what, field) => self::field(of(of_what, scope)?, field, scope),
        Expr::Not(inner) => bool_of(inner, scope),
        Expr::Binary(op, left, right) => binary(*op, left, right, scope),
        Expr::Call(function, given) => call(*function, given, scope),
        Expr::Over(fold, list, name, body) => over(*fold, list, name, body.as_deref(), scope),
    }
}

fn field(of_what: Type, field: &str, scope: &Scope<'_>) -> Typed {
    let optional = of_what.is_optional();
    let Type::Record(record) = of_what.present() else {
        return Err(format!("a {of_what} has no field `{field}`"));
    };
    let fields = scope.records.get(record);
    let found = fields.and_then(|fields| fields.get(field)).cloned().ok_or_else(|| {
        let known = fields.map(|fields| fields.keys().cloned().collect::<Vec<_>>().join(", "));
        format!("a {record} has no field `{field}`: it has {}", known.unwrap_or_default())
    })?;
    Ok(if optional { found.optional() } else { found })
}

fn bool_of(expr: &Expr, scope: &Scope<'_>) -> Typed {
    match of(expr, scope)? {
        // What is missing does not hold.
        found if *found.present() == Type::Bool => Ok(Type::Bool),
        found => Err(format!("a condition is wanted where a {found} is")),
    }
}

fn binary(op: Op, left: &Expr, right: &Expr, scope: &Scope<'_>) -> Typed {
    match op {
        Op::Or | Op::And => {
            bool_of(left, scope)?;
            bool_of(right, scope)
        }
        Op::Equal | Op::NotEqual => match (left, right) {
            (Expr::None, Expr::None) => Err("none is always none".to_owned()),
            (Expr::None, some) | (some, Expr::None) => match of(some, scope)? {
                found if found.is_optional() => Ok(Type::Bool),
                found => Err(format!("a {found} is never missing: it needs no `none`")),
            },
            (left, right) => {
                let (a, b) = (of(left, scope)?, of(right, scope)?);
                if a.compares_with(&b) {
                    return Ok(Type::Bool);
                }
                Err(format!("a {a} is never equal to a {b}"))
            }
        },
        Op::Less | Op::LessOrEqual | Op::Greater | Op::GreaterOrEqual => {
            let (a, b) = (of(left, scope)?, of(right, scope)?);
            match (a.present(), b.present()) {
                (Type::Int, Type::Int) | (Type::Money, Type::Money) | (Type::Date, Type::Date) => {
                    Ok(Type::Bool)
                }
                _ => Err(format!("a {a} is not less or more than a {b}")),
            }
        }
        Op::Plus | Op::Minus | Op::Times => arithmetic(op, &of(left, scope)?, &of(right, scope)?),
    }
}

fn arithmetic(op: Op, a: &Type, b: &Type) -> Typed {
    let found = match (op, a.present(), b.present()) {
        (_, Type::Int, Type::Int) | (Op::Minus, Type::Date, Type::Date) => Type::Int,
        (Op::Plus | Op::Minus, Type::Money, Type::Money)
        | (Op::Times, Type::Money, Type::Int)
        | (Op::Times, Type::Int, Type::Money) => Type::Money,
        _ => return Err(format!("a {a} and a {b} cannot be reckoned with so")),
    };
    Ok(if a.is_optional() || b.is_optional() { found.optional() } else { found })
}

fn call(function: Function, given: &[Expr], scope: &Scope<'_>) -> Typed {
    if let (Function::If, [condition, then, Expr::None]) = (function, given) {
        bool_of(condition, scope)?;
        return of(then, scope).map(Type::optional);
    }
    let types = given.iter().map(|one| of(one, scope)).collect::<Result<Vec<_>, _>>()?;
    let optional = types.iter().any(Type::is_optional);
    let present: Vec<&Type> = types.iter().map(Type::present).collect();
    let found = match (function, present.as_slice()) {
        (Function::If, [Type::Bool, a, b])
            if a == b || matches!((a, b), (Type::Word(_), Type::Word(_))) =>
        {
            let found = both(a, b);
            let sure = types.iter().skip(1).all(|one| !one.is_optional());
            return Ok(if sure { found } else { found.optional() });
        }
        (Function::DaysSince | Function::DaysUntil, [Type::Date]) => Type::Int,
        (Function::AddMonths, [Type::Date, Type::Int])
        | (Function::MonthEnd | Function::YearStart, [Type::Date]) => Type::Date,
        (
            Function::Share | Function::ShareDown,
            [found @ (Type::Int | Type::Money), Type::Int, Type::Int],
        ) => {
            // Over nothing there is no share.
            return Ok((*found).clone().optional());
        }
        (Function::Share | Function::ShareDown, [Type::Int, Type::Money, Type::Money]) => {
            return Ok(Type::Int.optional());
        }
        (Function::AddDays, [Type::Date, Type::Int]) => Type::Date,
        (Function::Abs, [found @ (Type::Int | Type::Money)]) => (*found).clone(),
        (Function::Percent, [Type::Money, Type::Int]) => Type::Money,
        (Function::Min | Function::Max, [a, b])
            if a == b && matches!(a, Type::Int | Type::Money | Type::Date) =>
        {
            (*a).clone()
        }
        (Function::Else, [a, b]) if a.compares_with(b) => {
            // There as soon as the second is.
            let sure = types.get(1).is_some_and(|second| !second.is_optional());
            return Ok(if sure { (*a).clone() } else { (*a).clone().optional() });
        }
        _ => {
            let types = types.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            return Err(format!("{function:?} does not take ({types})"));
        }
    };
    Ok(if optional { found.optional() } else { found })
}

/// The type of one or the other: of words, all that either may be.
fn both(a: &Type, b: &Type) -> Type {
    match (a, b) {
        (Type::Word(a), Type::Word(b)) => {
            let mut words = a.clone();
            words.extend(b.iter().filter(|word| !a.contains(word)).cloned());
            Type::Word(words)
        }
        _ => a.clone(),
    }
}

fn over(fold: Fold, list: &Expr, name: &str, body: Option<&Expr>, scope: &Scope<'_>) -> Typed {
    let list = of(list, scope)?;
    let Type::List(entry) = list.present() else {
        return Err(format!("a list is wanted where a {list} is"));
    };
    let mut inside = scope.clone();
    if name != "it" && inside.names.contains_key(name) {
        return Err(format!("`{name}` is known here already: give the entries another name"));
    }
    inside.names.insert(name.to_owned(), (**entry).clone());
    let of_each = body.map(|body| of(body, &inside)).transpose()?;
    let entry = (**entry).clone();
    match fold {
        Fold::Any | Fold::All | Fold::Count | Fold::Only | Fold::First | Fold::Last => {
            if let Some(body) = body {
                bool_of(body, &inside)?;
            }
            Ok(match fold {
                Fold::Any | Fold::All => Type::Bool,
                Fold::Count => Type::Int,
                Fold::Only => Type::List(Box::new(entry)),
                _ => entry.optional(),
            })
        }
        Fold::Sum => match of_each.as_ref().map(Type::present) {
            // The sum of nothing is missing: of no amounts nobody knows the currency.
            Some(found @ (Type::Money | Type::Int)) => Ok(found.clone().optional()),
            _ => Err("only amounts and numbers are summed".to_owned()),
        },
        Fold::Least | Fold::Most => match of_each.as_ref().map(Type::present) {
            Some(Type::Int | Type::Money | Type::Date) => Ok(entry.optional()),
            _ => Err("only numbers, amounts and dates have a least and a most".to_owned()),
        },
        Fold::Highest | Fold::Lowest => match of_each.as_ref().map(Type::present) {
            Some(found @ (Type::Int | Type::Money | Type::Date)) => Ok(found.clone().optional()),
            _ => Err("only numbers, amounts and dates have a highest and a lowest".to_owned()),
        },
        Fold::Each => {
            let of_each = of_each.ok_or("say what of each")?;
            Ok(Type::List(Box::new(of_each)))
        }
    }
}
