/* H3 cells without an H3 library: see lattice.py for the mathematics. */
(function () {
  'use strict';
  const STEP = [[0, 0], [-1, -1], [0, 1], [-1, 0], [1, 0], [0, -1], [1, 1]];
  const TERMS = 10;
  const tables = new Map();

  /** (i, j) of all numbers below a parent, as one Int16Array of pairs. */
  function places(resolution, depth) {
    const key = (resolution % 2) * 16 + depth;
    if (tables.has(key)) return tables.get(key);
    let found = new Int16Array(2);
    for (let level = resolution - depth + 1; level <= resolution; level++) {
      const next = new Int16Array(found.length * 7);
      for (let at = 0; at < found.length; at += 2) {
        const i = found[at], j = found[at + 1];
        const u = level % 2 ? 2 * i + j : 3 * i - j;
        const v = level % 2 ? 3 * j - i : i + 2 * j;
        for (let digit = 0; digit < 7; digit++) {
          next[at * 7 + 2 * digit] = u + STEP[digit][0];
          next[at * 7 + 2 * digit + 1] = v + STEP[digit][1];
        }
      }
      found = next;
    }
    tables.set(key, found);
    return found;
  }

  /** The number that (i, j) has below the parent, or -1 if it is not one of its cells. */
  function numberOf(i, j, resolution, depth) {
    let number = 0, factor = 1;
    for (let level = resolution; level > resolution - depth; level--) {
      let digit = 0, a = 0, b = 0;
      for (; digit < 7; digit++) {
        const u = i - STEP[digit][0], v = j - STEP[digit][1];
        a = level % 2 ? (3 * u - v) / 7 : (2 * u + v) / 7;
        b = level % 2 ? (u + 2 * v) / 7 : (3 * v - u) / 7;
        if (Number.isInteger(a) && Number.isInteger(b)) break;
      }
      number += digit * factor;
      factor *= 7;
      i = a;
      j = b;
    }
    return i === 0 && j === 0 ? number : -1;
  }

  function value(c, at, i, j) {
    return c[at] + i * (c[at + 1] + i * (c[at + 3] + i * c[at + 6] + j * c[at + 7]) + j * (c[at + 4] + j * c[at + 8])) +
      j * (c[at + 2] + j * (c[at + 5] + j * c[at + 9]));
  }

  function alongI(c, at, i, j) {
    return c[at + 1] + 2 * i * c[at + 3] + j * c[at + 4] + 3 * i * i * c[at + 6] + 2 * i * j * c[at + 7] + j * j * c[at + 8];
  }

  function alongJ(c, at, i, j) {
    return c[at + 2] + i * c[at + 4] + 2 * j * c[at + 5] + i * i * c[at + 7] + 2 * i * j * c[at + 8] + 3 * j * j * c[at + 9];
  }

  /** Hexagon rounding of fractional (i, j); their cube coordinates are (i, -j, j - i). */
  function rounded(i, j) {
    let q = Math.round(i), r = Math.round(-j);
    const s = Math.round(j - i);
    const dq = Math.abs(q - i), dr = Math.abs(r + j), ds = Math.abs(s - (j - i));
    if (dq > dr && dq > ds) q = -r - s;
    else if (dr > ds) r = -q - s;
    return [q, -r];
  }

  /** Solves cubic(i, j) = (x, y) by Newton's method from the linear part. */
  function inverse(c, group, x, y) {
    const ax = group * 2 * TERMS, ay = ax + TERMS;
    let i = 0, j = 0;
    for (let round = 0; round < 12; round++) {
      const dx = x - value(c, ax, i, j), dy = y - value(c, ay, i, j);
      const a = alongI(c, ax, i, j), b = alongJ(c, ax, i, j), d = alongI(c, ay, i, j), e = alongJ(c, ay, i, j);
      const det = a * e - b * d;
      const di = (e * dx - b * dy) / det, dj = (a * dy - d * dx) / det;
      i += di;
      j += dj;
      if (Math.abs(di) + Math.abs(dj) < 1e-4) return rounded(i, j);
    }
    return null;
  }

  /** Reads parents, cubics, numbers and centres. `parts`: the eight parts of lattice.py. */
  function decode(parts, resolution) {
    const { varints, wide } = window.workbench;
    const parents = wide(BigUint64Array, parts[0]), depths = parts[1], counts = varints(parts[2]);
    const cubics = wide(Float64Array, parts[3]), numbers = varints(parts[4]);
    const oddCounts = varints(parts[5]), oddPoints = wide(Float64Array, parts[6]), oddCells = wide(BigUint64Array, parts[7]);
    const regular = numbers.length, total = regular + oddCounts.length;
    const x = new Float64Array(total), y = new Float64Array(total), groups = [];
    let at = 0;
    for (let group = 0; group < counts.length; group++) {
      const table = places(resolution, depths[group]);
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      const start = at, ax = group * 2 * TERMS;
      let number = 0;
      for (const stop = at + counts[group]; at < stop; at++) {
        number = at === start ? numbers[at] : number + numbers[at];
        numbers[at] = number;
        const i = table[2 * number], j = table[2 * number + 1];
        const px = (x[at] = value(cubics, ax, i, j)), py = (y[at] = value(cubics, ax + TERMS, i, j));
        if (px < box[0]) box[0] = px;
        if (py < box[1]) box[1] = py;
        if (px > box[2]) box[2] = px;
        if (py > box[3]) box[3] = py;
      }
      const size = Math.hypot(cubics[ax + 1], cubics[ax + TERMS + 1]);
      groups.push({ index: group, start, stop: at, depth: depths[group], size, table,
        box: [box[0] - size, box[1] - size, box[2] + size, box[3] + size] });
    }
    const odd = readOdd(oddCounts, oddPoints, regular, x, y);
    return { resolution, parents, cubics, numbers, groups, odd, oddCells, regular, total, x, y };
  }

  function readOdd(counts, points, regular, x, y) {
    const odd = [];
    let at = 0;
    counts.forEach((count, index) => {
      const ring = points.subarray(2 * at, 2 * (at + count));
      at += count;
      let sx = 0, sy = 0;
      for (let k = 0; k < ring.length; k += 2) {
        sx += ring[k];
        sy += ring[k + 1];
      }
      x[regular + index] = sx / count;
      y[regular + index] = sy / count;
      odd.push({ ring, size: 2 * Math.hypot(ring[0] - sx / count, ring[1] - sy / count) });
    });
    return odd;
  }

  function inRing(ring, x, y) {
    let inside = false;
    for (let a = 0, b = ring.length - 2; a < ring.length; b = a, a += 2) {
      const cross = ring[a + 1] > y !== ring[b + 1] > y;
      if (cross && x < ((ring[b] - ring[a]) * (y - ring[a + 1])) / (ring[b + 1] - ring[a + 1]) + ring[a]) inside = !inside;
    }
    return inside;
  }

  /** The row of the cell at a point of the Mercator square, or -1. */
  function find(lattice, x, y) {
    for (const group of lattice.groups) {
      const box = group.box;
      if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) continue;
      const place = inverse(lattice.cubics, group.index, x, y);
      if (!place) continue;
      const number = numberOf(place[0], place[1], lattice.resolution, group.depth);
      if (number < 0) continue;
      let low = group.start, high = group.stop - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (lattice.numbers[middle] < number) low = middle + 1;
        else high = middle;
      }
      if (lattice.numbers[low] === number) return low;
    }
    const found = lattice.odd.findIndex((shape) => inRing(shape.ring, x, y));
    return found < 0 ? -1 : lattice.regular + found;
  }

  function groupOf(lattice, row) {
    return lattice.groups.find((group) => row >= group.start && row < group.stop);
  }

  /** The H3 index of a row as H3 writes it. */
  function name(lattice, row) {
    if (row >= lattice.regular) return lattice.oddCells[row - lattice.regular].toString(16);
    const group = groupOf(lattice, row);
    let cell = lattice.parents[group.index], number = lattice.numbers[row];
    cell = (cell & ~(15n << 52n)) | (BigInt(lattice.resolution) << 52n);
    for (let level = lattice.resolution; level > lattice.resolution - group.depth; level--) {
      const shift = BigInt(3 * (15 - level));
      cell = (cell & ~(7n << shift)) | (BigInt(number % 7) << shift);
      number = Math.floor(number / 7);
    }
    return cell.toString(16);
  }

  /** Offsets of the six corners from the centre, written into `out` as x, y pairs. */
  function corners(lattice, group, row, out) {
    const number = lattice.numbers[row], i = group.table[2 * number], j = group.table[2 * number + 1];
    const c = lattice.cubics, ax = group.index * 2 * TERMS, ay = ax + TERMS;
    const a = alongI(c, ax, i, j) / 3, b = alongJ(c, ax, i, j) / 3, d = alongI(c, ay, i, j) / 3, e = alongJ(c, ay, i, j) / 3;
    // thirds of (2,1), (1,2), (-1,1) and their opposites
    out[0] = 2 * a + b; out[1] = 2 * d + e;
    out[2] = a + 2 * b; out[3] = d + 2 * e;
    out[4] = b - a; out[5] = e - d;
    for (let k = 0; k < 6; k++) out[6 + k] = -out[k];
  }

  window.workbench.lattice = { decode, find, name, corners, groupOf, inRing };
})();
