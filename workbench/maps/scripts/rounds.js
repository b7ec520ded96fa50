/* Routes: a line per round with its direction, stops numbered in order. */
(function () {
  'use strict';
  const workbench = window.workbench;
  const REACH = 12;

  /** Rows in the order of their round. `spec.rounds` has a round per row, rows are sorted by round and order. */
  function chains(spec) {
    const found = new Map();
    spec.rounds.forEach((round, row) => {
      if (!found.has(round)) found.set(round, []);
      found.get(round).push(row);
    });
    return [...found.values()];
  }

  function arrow(ctx, ax, ay, bx, by, colour) {
    const length = Math.hypot(bx - ax, by - ay);
    if (length < 34) return;
    const mx = (ax + bx) / 2, my = (ay + by) / 2, ux = (bx - ax) / length, uy = (by - ay) / length;
    ctx.beginPath();
    ctx.moveTo(mx + 6 * ux, my + 6 * uy);
    ctx.lineTo(mx - 5 * ux - 4.5 * uy, my - 5 * uy + 4.5 * ux);
    ctx.lineTo(mx - 5 * ux + 4.5 * uy, my - 5 * uy - 4.5 * ux);
    ctx.closePath();
    ctx.fillStyle = colour;
    ctx.fill();
    ctx.strokeStyle = '#ffffff';
    ctx.lineWidth = 1;
    ctx.stroke();
  }

  async function make(spec) {
    const places = workbench.positions(await workbench.unpack(spec.points));
    const lines = chains(spec), entries = spec.legend.entries;
    const starts = (spec.starts || []).map((start) => start && workbench.mercator(start[0], start[1]));
    const at = (row, view) => [places.x[row] * view.scale - view.left, places.y[row] * view.scale - view.top];

    function drawLine(ctx, rows, view) {
      const entry = entries[spec.classes[rows[0]]], start = starts[spec.rounds[rows[0]]];
      const points = rows.map((row) => at(row, view));
      if (start) points.unshift([start[0] * view.scale - view.left, start[1] * view.scale - view.top]);
      ctx.beginPath();
      points.forEach((point, index) => ctx[index ? 'lineTo' : 'moveTo'](point[0], point[1]));
      ctx.lineJoin = ctx.lineCap = 'round';
      ctx.strokeStyle = 'rgba(255,255,255,.85)';
      ctx.lineWidth = 5.5;
      ctx.stroke();
      ctx.strokeStyle = entry.colour;
      ctx.lineWidth = 2.8;
      ctx.stroke();
      for (let k = 1; k < points.length; k++) arrow(ctx, ...points[k - 1], ...points[k], entry.colour);
    }

    function drawStop(ctx, row, view) {
      const [px, py] = at(row, view), numbered = view.zoom >= 12.5;
      workbench.circle(ctx, px, py, numbered ? 9 : 3.5);
      ctx.fillStyle = entries[spec.classes[row]].colour;
      ctx.fill();
      ctx.strokeStyle = '#ffffff';
      ctx.lineWidth = 1.4;
      ctx.stroke();
      if (!numbered) return;
      ctx.fillStyle = '#ffffff';
      ctx.font = '600 10px system-ui, sans-serif';
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      ctx.fillText(String(spec.numbers[row]), px, py + 0.5);
    }

    return {
      draw(ctx, view, style) {
        const shown = lines.filter((rows) => style.shown(spec.classes[rows[0]]));
        shown.forEach((rows) => drawLine(ctx, rows, view));
        shown.forEach((rows) => rows.slice().reverse().forEach((row) => drawStop(ctx, row, view)));
      },
      hit: (x, y, view, style) => workbench.nearest(places, x, y, view, (row) => style.shown(spec.classes[row]), REACH),
      outline(row, ctx, view) {
        workbench.circle(ctx, ...at(row, view), 12);
        ctx.stroke();
      },
      around: (row, view) => workbench.boxAround(places, row, view, 13),
      read: (row) => workbench.rowOf(spec, row),
      classOf: (row) => spec.classes[row],
    };
  }

  workbench.makers.rounds = make;
})();
