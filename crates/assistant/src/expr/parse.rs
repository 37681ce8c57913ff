//! Text to expression. Precedence, from loose to tight: `or`, `and`, `not`, comparison, `+ -`, `*`, `.`.

use super::{DEPTH_MAX, EXPR_CHARS_MAX, Expr, ExprError, Fold, Function, Op};

/// Parses an expression.
///
/// # Errors
/// [`ExprError`] with what was expected instead.
pub fn parse(text: &str) -> Result<Expr, ExprError> {
    let wrong = |problem: String| ExprError { expr: text.to_owned(), problem };
    if text.chars().count() > EXPR_CHARS_MAX {
        return Err(ExprError {
            expr: text.chars().take(40).collect(),
            problem: format!(
                "is longer than {EXPR_CHARS_MAX} characters: give its parts names with `let`"
            ),
        });
    }
    let tokens = tokens(text).map_err(wrong)?;
    let mut parser = Parser { tokens, at: 0, depth: 0 };
    let expr = parser.or().map_err(wrong)?;
    match parser.peek() {
        None => Ok(expr),
        Some(token) => Err(wrong(format!("{} is left over", token.show()))),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Name(String),
    Int(i64),
    Word(String),
    Sign(&'static str),
}

impl Token {
    fn show(&self) -> String {
        match self {
            Self::Name(name) => format!("`{name}`"),
            Self::Int(number) => format!("`{number}`"),
            Self::Word(word) => format!("'{word}'"),
            Self::Sign(sign) => format!("`{sign}`"),
        }
    }
}

const SIGNS: [&str; 14] =
    ["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "(", ")", ",", ".", "="];

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut rest = text.trim_start();
    let mut all = Vec::new();
    while let Some(first) = rest.chars().next() {
        let length = if first == '\'' {
            let body = rest.get(1..).unwrap_or_default();
            let end = body.find('\'').ok_or("a word in quotes does not end: put ' after it")?;
            all.push(Token::Word(body.get(..end).unwrap_or_default().to_owned()));
            end + 2
        } else if first.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '_').unwrap_or(rest.len());
            let digits = rest.get(..end).unwrap_or_default().replace('_', "");
            let number = digits.parse().map_err(|_| format!("{digits} is too large"))?;
            all.push(Token::Int(number));
            end
        } else if first.is_ascii_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let end = end.unwrap_or(rest.len());
            all.push(Token::Name(rest.get(..end).unwrap_or_default().to_owned()));
            end
        } else {
            let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
            let sign = sign.ok_or_else(|| format!("{first:?} means nothing here"))?;
            if sign == "=" {
                return Err("write == to compare".to_owned());
            }
            all.push(Token::Sign(sign));
            sign.len()
        };
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
    Ok(all)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

type Parsed = Result<Expr, String>;

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Some(Token::Sign(found)) if *found == sign)
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.at += usize::from(found);
        found
    }

    fn take_name(&mut self, name: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Name(found)) if found == name);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.take_sign(sign) {
            return Ok(());
        }
        let found = self.peek().map_or("the end".to_owned(), Token::show);
        Err(format!("`{sign}` must stand where {found} is"))
    }

    fn or(&mut self) -> Parsed {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(format!("is nested more than {DEPTH_MAX} deep"));
        }
        let mut left = self.and()?;
        while self.take_name("or") {
            left = Expr::Binary(Op::Or, Box::new(left), Box::new(self.and()?));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn and(&mut self) -> Parsed {
        let mut left = self.not()?;
        while self.take_name("and") {
            left = Expr::Binary(Op::And, Box::new(left), Box::new(self.not()?));
        }
        Ok(left)
    }

    fn not(&mut self) -> Parsed {
        let mut times = 0_usize;
        while self.take_name("not") {
            times += 1;
        }
        let mut expr = self.comparison()?;
        if times % 2 == 1 {
            expr = Expr::Not(Box::new(expr));
        }
        Ok(expr)
    }

    fn comparison(&mut self) -> Parsed {
        let left = self.sum()?;
        let op = match self.peek() {
            Some(Token::Sign("==")) => Op::Equal,
            Some(Token::Sign("!=")) => Op::NotEqual,
            Some(Token::Sign("<")) => Op::Less,
            Some(Token::Sign("<=")) => Op::LessOrEqual,
            Some(Token::Sign(">")) => Op::Greater,
            Some(Token::Sign(">=")) => Op::GreaterOrEqual,
            _ => return Ok(left),
        };
        self.at += 1;
        Ok(Expr::Binary(op, Box::new(left), Box::new(self.sum()?)))
    }

    fn sum(&mut self) -> Parsed {
        let mut left = self.product()?;
        loop {
            let op = if self.take_sign("+") {
                Op::Plus
            } else if self.take_sign("-") {
                Op::Minus
            } else {
                return Ok(left);
            };
            left = Expr::Binary(op, Box::new(left), Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Parsed {
        let mut left = self.path()?;
        while self.take_sign("*") {
            left = Expr::Binary(Op::Times, Box::new(left), Box::new(self.path()?));
        }
        Ok(left)
    }

    fn path(&mut self) -> Parsed {
        let mut expr = self.primary()?;
        while self.take_sign(".") {
            let Some(Token::Name(field)) = self.peek().cloned() else {
                return Err("the name of a field must follow the `.`".to_owned());
            };
            self.at += 1;
            expr = Expr::Field(Box::new(expr), field);
        }
        Ok(expr)
    }

    fn primary(&mut self) -> Parsed {
        let Some(token) = self.peek().cloned() else {
            return Err("something is missing at the end".to_owned());
        };
        self.at += 1;
        match token {
            Token::Int(number) => Ok(Expr::Int(number)),
            Token::Word(word) => Ok(Expr::Word(word)),
            Token::Sign("(") => {
                let expr = self.or()?;
                self.expect(")")?;
                Ok(expr)
            }
            Token::Sign("-") => match self.primary()? {
                Expr::Int(number) => Ok(Expr::Int(-number)),
                _ => Err("only a number can follow a minus that stands alone".to_owned()),
            },
            Token::Sign(sign) => Err(format!("`{sign}` has nothing before it")),
            Token::Name(name) if self.is_sign("(") => self.call(&name),
            Token::Name(name) => Ok(match name.as_str() {
                "true" => Expr::Bool(true),
                "false" => Expr::Bool(false),
                "none" => Expr::None,
                _ => Expr::Name(name),
            }),
        }
    }

    fn call(&mut self, name: &str) -> Parsed {
        self.expect("(")?;
        let mut given = Vec::new();
        let mut entry = None;
        while !self.take_sign(")") {
            if !given.is_empty() {
                self.expect(",")?;
            }
            given.push(self.or()?);
            if given.len() == 1 && self.take_name("as") {
                let Some(Token::Name(named)) = self.peek().cloned() else {
                    return Err("the name of each entry must follow `as`".to_owned());
                };
                self.at += 1;
                entry = Some(named);
            }
        }
        let count = given.len();
        let fold = Fold::named(name);
        if fold.is_none() && entry.is_some() {
            return Err(format!("{name} goes through no list: `as` means nothing here"));
        }
        let entry = entry.unwrap_or_else(|| "it".to_owned());
        if let Some(fold) = fold {
            let mut given = given.into_iter();
            return match (given.next(), given.next(), given.next()) {
                (Some(list), None, None) if !fold.needs_body() => {
                    Ok(Expr::Over(fold, Box::new(list), entry, None))
                }
                (Some(list), Some(body), None) => {
                    Ok(Expr::Over(fold, Box::new(list), entry, Some(Box::new(body))))
                }
                _ => Err(format!("{name}(list, what holds of `it`) was given {count} parts")),
            };
        }
        let function = Function::named(name).ok_or_else(|| {
            format!("there is no function {name}: there are {}", Function::names().join(", "))
        })?;
        if count != function.arity() {
            return Err(format!("{name} takes {} parts, and was given {count}", function.arity()));
        }
        Ok(Expr::Call(function, given))
    }
}
