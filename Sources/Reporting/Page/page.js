// Comfort only: the page is complete without it. Dark rules are switched on for the screen, or off, whatever the system asks.
(function () {
  "use strict";
  var button = document.getElementById("theme");
  var system = matchMedia("(prefers-color-scheme: dark)");
  var dark = [];
  Array.from(document.styleSheets).forEach(function (sheet) {
    Array.from(sheet.cssRules).forEach(function (rule) {
      if (rule.media) { if (rule.media.mediaText.includes("prefers-color-scheme")) { dark.push(rule.media); } }
    });
  });
  var original = dark.map(function (media) { return media.mediaText; });
  var chosen = null;
  try { chosen = localStorage.getItem("engram-theme"); } catch (error) { chosen = null; }

  function isDark() { return chosen ? chosen === "dark" : system.matches; }
  function show() {
    dark.forEach(function (media, index) {
      media.mediaText = chosen === "dark" ? "screen" : chosen === "light" ? "not all" : original[index];
    });
    button.textContent = isDark() ? "Light page" : "Dark page";
  }
  button.addEventListener("click", function () {
    chosen = isDark() ? "light" : "dark";
    try { localStorage.setItem("engram-theme", chosen); } catch (error) { /* nothing is remembered, then */ }
    show();
  });
  system.addEventListener("change", show);
  button.hidden = false;
  show();
})();
