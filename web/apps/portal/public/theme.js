// Applies the chosen look before the first paint. A file of its own, because the page's policy allows no inline script.
try {
  var theme = localStorage.getItem('ombud.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  if (localStorage.getItem('ombud.density') === 'compact')
    document.documentElement.dataset.density = 'compact';
} catch {
  // Storage is switched off: the system's look it is.
}
