// Comfort only: the page is complete without it.
// Light and dark: the dark rules are switched on for the screen, or off, whatever the system asks.
(function () {
  "use strict";
  var button = document.getElementById("theme");
  if (!button) { return; }
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

// What is folded opens for a link to it and on paper, and all at once by a button.
(function () {
  "use strict";
  var all = Array.from(document.querySelectorAll("main details"));
  if (!all.length) { return; }
  function reveal() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    var folded = target.closest("details") || target.querySelector("details");
    if (folded && !folded.open) { folded.open = true; target.scrollIntoView(); }
  }
  addEventListener("hashchange", reveal);
  reveal();
  var before = [];
  addEventListener("beforeprint", function () {
    before = all.map(function (one) { return one.open; });
    all.forEach(function (one) { one.open = true; });
  });
  addEventListener("afterprint", function () { all.forEach(function (one, index) { one.open = before[index]; }); });
  var button = document.createElement("button");
  button.type = "button";
  function isOpen() { return all.every(function (one) { return one.open; }); }
  function name() { button.textContent = isOpen() ? "Fold all" : "Open all"; }
  button.addEventListener("click", function () {
    var open = !isOpen();
    all.forEach(function (one) { one.open = open; });
    name();
  });
  all.forEach(function (one) { one.addEventListener("toggle", name); });
  name();
  document.querySelector(".masthead").appendChild(button);
})();

// Tables are sorted by a click on a heading: numbers by value, anything else by its letters.
(function () {
  "use strict";
  function key(row, column) {
    var text = row.cells[column].textContent.trim();
    var number = parseFloat(text.replace(/\u2212/g, "-").replace(/,/g, "").replace(/^[<>=\s]+/, ""));
    return isNaN(number) ? text : number;
  }
  Array.from(document.querySelectorAll(".scroller > table:not(.prose)")).forEach(function (table) {
    var body = table.tBodies[0];
    if (table.tHead.rows.length > 1 || body.rows.length < 3 || body.querySelector(".indented")) { return; }
    Array.from(table.tHead.rows[0].cells).forEach(function (cell, column) {
      var button = document.createElement("button"), ascending = false;
      button.type = "button";
      button.className = "sort";
      button.append.apply(button, Array.from(cell.childNodes));
      if (!button.textContent) { return; }
      cell.append(button);
      button.addEventListener("click", function () {
        ascending = !ascending;
        var rows = Array.from(body.rows).sort(function (a, b) {
          var x = key(a, column), y = key(b, column);
          var order = typeof x === typeof y ? (x < y ? -1 : x > y ? 1 : 0) : typeof x === "number" ? -1 : 1;
          return ascending ? order : -order;
        });
        Array.from(table.tHead.rows[0].cells).forEach(function (other) { other.removeAttribute("aria-sort"); });
        cell.setAttribute("aria-sort", ascending ? "ascending" : "descending");
        body.append.apply(body, rows);
      });
    });
  });
})();
