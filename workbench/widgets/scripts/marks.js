/* A few discs with a radius, a number and a word: candidates, the answer, a point set by hand. */
const EARTH_M = 40075016.686;

function metresToPixels(metres, lat, view) {
  return (metres / (EARTH_M * Math.cos((lat * Math.PI) / 180))) * view.scale;
}

function onScreen(lng, lat, view) {
  const [x, y] = window.workbench.mercator(lng, lat);
  return [x * view.scale - view.left, y * view.scale - view.top];
}

function disc(ctx, x, y, radius) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
}

/** Where the numbers stand: several candidates may lie on one point, their numbers then stand side by side. */
function spread(marks, view) {
  const taken = [];
  return marks.map((mark) => {
    let [x, y] = onScreen(mark.lng, mark.lat, view);
    while (mark.label && taken.some((other) => Math.abs(other[0] - x) < 17 && Math.abs(other[1] - y) < 17)) x += 18;
    if (mark.label) taken.push([x, y]);
    return [x, y];
  });
}

function drawMarks(ctx, marks, view) {
  for (const mark of marks) {
    const reach = mark.radius_m ? metresToPixels(mark.radius_m, mark.lat, view) : 0;
    if (reach < 3) continue;
    disc(ctx, ...onScreen(mark.lng, mark.lat, view), reach);
    ctx.fillStyle = ctx.strokeStyle = mark.colour;
    ctx.globalAlpha = 0.1;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.lineWidth = 1.4;
    ctx.setLineDash([5, 4]);
    ctx.stroke();
    ctx.setLineDash([]);
  }
  const at = spread(marks, view);
  for (let row = marks.length - 1; row >= 0; row--) {
    const mark = marks[row], [x, y] = at[row];
    disc(ctx, x, y, mark.label ? (mark.strong ? 11 : 9) : 5.5);
    ctx.fillStyle = mark.colour;
    ctx.fill();
    ctx.strokeStyle = '#ffffff';
    ctx.lineWidth = mark.strong ? 2.4 : 1.5;
    ctx.stroke();
    if (!mark.label) continue;
    ctx.fillStyle = '#ffffff';
    ctx.font = '600 11px system-ui, sans-serif';
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText(mark.label, x, y + 0.5);
  }
}

function hitMark(marks, x, y, view) {
  return spread(marks, view).findIndex(([mx, my]) => Math.hypot(mx - x, my - y) < 12);
}
