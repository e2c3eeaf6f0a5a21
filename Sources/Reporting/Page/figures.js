// Figures under the pointer: values, one column in all figures, enlarged, free runs as they unfold. Each plot is a group
// that says where its data are drawn and what the sides of that rectangle stand for.
(function () {
  "use strict";
  var names = {"f-memory": "memory model", "f-twin": "twin", "f-data": "data", "f-soft": "reference"};
  var space = "http://www.w3.org/2000/svg";
  var tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);

  // left top width height, then kind low high of either axis
  function box(plot) {
    if (!plot.box) {
      var parts = plot.dataset.box.split(" "), n = parts.map(Number);
      plot.box = {left: n[0], top: n[1], width: n[2], height: n[3],
                  x: {kind: parts[4], low: n[5], high: n[6]}, y: {kind: parts[7], low: n[8], high: n[9]}};
    }
    return plot.box;
  }
  function value(axis, share) {
    return axis.kind === "log" ? axis.low * Math.pow(axis.high / axis.low, share) : axis.low + share * (axis.high - axis.low);
  }
  function text(axis, number) {
    if (axis.kind === "time") { return new Date(number).toISOString().slice(0, 10); }
    return String(Number(number.toPrecision(4))).replace("-", "\u2212");
  }

  // The pieces of a path of lines or dots, each a list of points: absolute moves, relative lines.
  function pieces(path) {
    if (path.pieces) { return path.pieces; }
    var all = [], x = 0, y = 0;
    (path.getAttribute("d").match(/[MlhvHz][^MlhvHz]*/g) || []).forEach(function (command) {
      var n = (command.slice(1).match(/-?[0-9.]+/g) || []).map(Number);
      if (command[0] === "M") { x = n[0]; y = n[1]; all.push([[x, y]]); }
      if (command[0] === "l") {
        for (var i = 0; i + 1 < n.length; i += 2) { x += n[i]; y += n[i + 1]; all[all.length - 1].push([x, y]); }
      }
      if (command[0] === "h") { all[all.length - 1].push([x + n[0], y]); }
    });
    path.pieces = all;
    return all;
  }

  // The point of a drawn line at the pointer's x, or the dot nearest to it.
  function nearest(plot, at) {
    var best = null;
    Array.from(plot.querySelectorAll(".f-l, .f-d, .f-b")).forEach(function (path) {
      var name = Array.from(path.classList).map(function (c) { return names[c]; }).find(Boolean);
      if (!name) { return; }
      pieces(path).forEach(function (piece) {
        piece.forEach(function (point, index) {
          var next = piece[index + 1], candidate = point;
          if (next && at.x >= Math.min(point[0], next[0]) && at.x <= Math.max(point[0], next[0]) && next[0] !== point[0]) {
            candidate = [at.x, point[1] + (next[1] - point[1]) * (at.x - point[0]) / (next[0] - point[0])];
          }
          var far = Math.hypot(candidate[0] - at.x, candidate[1] - at.y);
          if (far < 40 && (!best || far < best.far)) { best = {far: far, x: candidate[0], y: candidate[1], name: name}; }
        });
      });
    });
    return best;
  }

  function place(svg, event) { return new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse()); }
  function under(svg, at) {
    return Array.from(svg.querySelectorAll(".f-p")).find(function (plot) {
      var b = box(plot);
      return at.x >= b.left - 4 && at.x <= b.left + b.width + 4 && at.y >= b.top - 4 && at.y <= b.top + b.height + 4;
    });
  }

  // One column: all its plots, and its rows in the tables.
  function mark(column) {
    Array.from(document.querySelectorAll(".linked")).forEach(function (one) { one.classList.remove("linked"); });
    if (!column) { return; }
    Array.from(document.querySelectorAll(".f-p")).forEach(function (plot) {
      if (plot.dataset.column === column) { plot.classList.add("linked"); }
    });
    Array.from(document.querySelectorAll("tbody th")).forEach(function (cell) {
      if (cell.textContent === column) { cell.parentElement.classList.add("linked"); }
    });
  }

  function watch(svg) {
    var dot = document.createElementNS(space, "circle"), column = null;
    dot.setAttribute("r", "4");
    dot.setAttribute("class", "pointer");
    function leave() { tip.hidden = true; dot.remove(); column = null; mark(null); }
    svg.addEventListener("pointerleave", leave);
    svg.addEventListener("pointermove", function (event) {
      var at = place(svg, event), plot = under(svg, at);
      if (!plot) { leave(); return; }
      if (plot.dataset.column !== column) { column = plot.dataset.column; mark(column); }
      var found = nearest(plot, at), b = box(plot);
      if (!found) { tip.hidden = true; dot.remove(); return; }
      dot.setAttribute("cx", found.x);
      dot.setAttribute("cy", found.y);
      svg.append(dot);
      tip.textContent = [column, found.name, text(b.x, value(b.x, (found.x - b.left) / b.width)),
        text(b.y, value(b.y, 1 - (found.y - b.top) / b.height))].filter(Boolean).join(" \u00b7 ");
      tip.hidden = false;
      tip.style.left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8) + "px";
      tip.style.top = Math.max(4, event.clientY - tip.offsetHeight - 10) + "px";
    });
  }

  // Alone in the window: the wheel and the keys + and - zoom, dragging and the arrows move.
  function enlarge(svg) {
    var dialog = document.createElement("dialog"), copy = svg.cloneNode(true), close = document.createElement("button");
    var whole = svg.viewBox.baseVal, view = {x: whole.x, y: whole.y, width: whole.width, height: whole.height}, start = null;
    dialog.setAttribute("aria-label", svg.getAttribute("aria-label"));
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", function () { dialog.close(); });
    dialog.addEventListener("close", function () { dialog.remove(); });
    function show() { copy.setAttribute("viewBox", [view.x, view.y, view.width, view.height].join(" ")); }
    function zoom(factor, at) {
      factor = Math.min(factor, whole.width / view.width);
      view = {x: at.x - (at.x - view.x) * factor, y: at.y - (at.y - view.y) * factor,
              width: view.width * factor, height: view.height * factor};
      show();
    }
    function move(x, y) { view.x += x * view.width; view.y += y * view.height; show(); }
    copy.addEventListener("wheel", function (event) {
      event.preventDefault();
      zoom(event.deltaY > 0 ? 1.25 : 0.8, place(copy, event));
    }, {passive: false});
    copy.addEventListener("pointerdown", function (event) { start = place(copy, event); copy.setPointerCapture(event.pointerId); });
    copy.addEventListener("pointerup", function () { start = null; });
    copy.addEventListener("pointermove", function (event) {
      if (!start) { return; }
      var at = place(copy, event);
      view.x += start.x - at.x;
      view.y += start.y - at.y;
      show();
    });
    dialog.addEventListener("keydown", function (event) {
      var centre = {x: view.x + view.width / 2, y: view.y + view.height / 2};
      var keys = {"+": [0.8], "=": [0.8], "-": [1.25], "ArrowLeft": [0, -0.1, 0], "ArrowRight": [0, 0.1, 0],
                  "ArrowUp": [0, 0, -0.1], "ArrowDown": [0, 0, 0.1]};
      var key = keys[event.key];
      if (!key) { return; }
      event.preventDefault();
      if (key[0]) { zoom(key[0], centre); } else { move(key[1], key[2]); }
    });
    dialog.append(close, copy);
    document.body.append(dialog);
    dialog.showModal();
    watch(copy);
  }

  // The free runs of both models unfold together, as if time passed.
  function play(svg, button) {
    var paths = Array.from(svg.querySelectorAll(".f-memory, .f-twin")).filter(function (one) { return one.tagName === "path"; });
    var began = null, length = 6000;
    button.disabled = true;
    requestAnimationFrame(function step(now) {
      began = began || now;
      var share = Math.min(1, (now - began) / length);
      paths.forEach(function (path) { path.style.clipPath = share < 1 ? "inset(-20px " + 100 * (1 - share) + "% -20px 0)" : ""; });
      if (share < 1) { requestAnimationFrame(step); } else { button.disabled = false; }
    });
  }

  function button(text, action) {
    var one = document.createElement("button");
    one.type = "button";
    one.textContent = text;
    one.addEventListener("click", action);
    return one;
  }
  Array.from(document.querySelectorAll("figure svg.fig")).forEach(function (svg) {
    watch(svg);
    var tools = document.createElement("p"), title = svg.closest("figure").querySelector("figcaption b");
    tools.className = "tools";
    var larger = button("Enlarge", function () { enlarge(svg); });
    if (title) { larger.setAttribute("aria-label", "Enlarge " + title.textContent.replace(/\.$/, "")); }
    tools.append(larger);
    if (svg.closest("figure").querySelector("[href*='rollout']")) {
      var player = button("Play, memory on and off", function () { play(svg, player); });
      tools.append(player);
    }
    svg.closest("figure").append(tools);
  });
})();
