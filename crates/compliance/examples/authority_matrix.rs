//! Prints who may do what: the text of `policy/authority/matrix.txt`.

fn main() -> Result<(), compliance::authority::AuthorityError> {
    print!("{}", compliance::authority::Authority::shipped()?.matrix());
    Ok(())
}
