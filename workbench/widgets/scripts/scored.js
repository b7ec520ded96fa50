/* Very many points with a confidence. Bytes come in once; moving a threshold classes them anew here, in milliseconds. */
const PIXELS_FROM = 4000; // points in view from which small squares replace dots
const ORDER = [2, 0, 1]; // drawn from the lowest to the highest: rejected, accepted, to be reviewed
const REACH = 8; // pixels from a point at which it answers

function bytesOf(view) {
  return view ? view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength) : new ArrayBuffer(0);
}

function scoredPoints() {
  let xy = new Float32Array(0), anchor = [0, 0], values = new Uint16Array(0), classes = new Uint8Array(0), cuts = [0.75, 0.3];
  const hidden = [false, false, false];
  const made = { counts: [0, 0, 0], hidden };

  made.read = (points, steps, origin) => {
    xy = new Float32Array(bytesOf(points));
    values = new Uint16Array(bytesOf(steps));
    classes = new Uint8Array(values.length);
    anchor = origin;
    made.grade(cuts);
  };
  /** Class of each point: 0 from the first cut on, 1 from the second, 2 below. */
  made.grade = (next) => {
    cuts = next;
    const high = Math.round(cuts[0] * 10000), low = Math.round(cuts[1] * 10000);
    made.counts = [0, 0, 0];
    for (let row = 0; row < values.length; row++) {
      const found = values[row] >= high ? 0 : values[row] >= low ? 1 : 2;
      classes[row] = found;
      made.counts[found]++;
    }
  };
  made.confidence = (row) => values[row] / 10000;
  made.classOf = (row) => classes[row];
  const place = (view) => [anchor[0] * view.scale - view.left, anchor[1] * view.scale - view.top];

  function inView(view) {
    const rows = [], [left, top] = place(view), { scale, width, height } = view;
    for (let row = 0; row < values.length; row++) {
      if (hidden[classes[row]]) continue;
      const x = xy[2 * row] * scale + left, y = xy[2 * row + 1] * scale + top;
      if (x > -6 && y > -6 && x < width + 6 && y < height + 6) rows.push(row);
    }
    return rows;
  }

  function splat(ctx, rows, view, colours) {
    const ratio = view.ratio, width = Math.round(view.width * ratio), height = Math.round(view.height * ratio);
    const sheet = document.createElement('canvas');
    sheet.width = width;
    sheet.height = height;
    const pen = sheet.getContext('2d'), image = pen.createImageData(width, height), pixels = new Uint32Array(image.data.buffer);
    const paints = colours.map(window.workbench.rgba), side = Math.round((rows.length > 40000 ? 2 : 3) * ratio);
    const [left, top] = place(view), scale = view.scale;
    for (const kind of ORDER) {
      for (const row of rows) {
        if (classes[row] !== kind) continue;
        const px = Math.round((xy[2 * row] * scale + left) * ratio), py = Math.round((xy[2 * row + 1] * scale + top) * ratio);
        if (px < 0 || py < 0 || px + side >= width || py + side >= height) continue;
        for (let b = py; b < py + side; b++) for (let a = px; a < px + side; a++) pixels[b * width + a] = paints[kind];
      }
    }
    pen.putImageData(image, 0, 0);
    ctx.drawImage(sheet, 0, 0, view.width, view.height);
  }

  made.draw = (ctx, view, colours) => {
    const rows = inView(view);
    if (rows.length > PIXELS_FROM) return splat(ctx, rows, view, colours);
    const [left, top] = place(view), size = rows.length > 1200 ? 2.8 : 4;
    ctx.lineWidth = 1;
    ctx.strokeStyle = 'rgba(255,255,255,.85)';
    for (const kind of ORDER) {
      ctx.fillStyle = colours[kind];
      for (const row of rows) {
        if (classes[row] !== kind) continue;
        ctx.beginPath();
        ctx.arc(xy[2 * row] * view.scale + left, xy[2 * row + 1] * view.scale + top, size, 0, 2 * Math.PI);
        ctx.fill();
        ctx.stroke();
      }
    }
  };
  made.hit = (x, y, view) => {
    const [left, top] = place(view);
    let best = REACH * REACH, found = -1;
    for (let row = 0; row < values.length; row++) {
      const dx = xy[2 * row] * view.scale + left - x, dy = xy[2 * row + 1] * view.scale + top - y, away = dx * dx + dy * dy;
      if (away < best && !hidden[classes[row]]) {
        best = away;
        found = row;
      }
    }
    return found;
  };
  return made;
}
