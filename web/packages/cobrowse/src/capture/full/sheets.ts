//! Style sheets, read to know what there is at all. Nothing of them is sent.

/** Calls for every rule that can be read; false if some cannot, because they are another site's. */
export function everyRule(
  root: Document | ShadowRoot,
  each: (rule: CSSRule, sheet: CSSStyleSheet) => void,
): boolean {
  let isWhole = true;
  const visit = (rules: CSSRuleList, sheet: CSSStyleSheet): void => {
    for (const rule of rules) {
      each(rule, sheet);
      if (rule instanceof CSSImportRule) {
        if (rule.styleSheet) open(rule.styleSheet);
      } else if ('cssRules' in rule) visit(rule.cssRules as CSSRuleList, sheet);
    }
  };
  const open = (sheet: CSSStyleSheet): void => {
    try {
      visit(sheet.cssRules, sheet);
    } catch {
      isWhole = false;
    }
  };
  for (const sheet of root.styleSheets) open(sheet);
  for (const sheet of root.adoptedStyleSheets) open(sheet);
  return isWhole;
}

/** Which of the boxes that styles make the style sheets of a document or shadow speak of. */
export interface Made {
  before: boolean;
  after: boolean;
}

export function madeIn(root: Document | ShadowRoot): Made {
  const made = { before: false, after: false };
  const isWhole = everyRule(root, (rule) => {
    const selector = (rule as CSSStyleRule).selectorText;
    if (!selector) return;
    made.before ||= selector.includes(':before');
    made.after ||= selector.includes(':after');
  });
  return isWhole ? made : { before: true, after: true };
}
