import * as tf from '@tensorflow/tfjs-core';

/** What the recurrence gives and its gradient needs. */
export interface Recurrence {
  /** `[batch × frames × units]`. */
  readonly hidden: tf.Tensor3D;
  /** `[batch × frames × units]`. */
  readonly cell: tf.Tensor3D;
  /** After their functions, `[batch × frames × 4·units]`: input, forget, cell, output. */
  readonly gates: tf.Tensor3D;
}

/**
 * All frames from a state of zero. `sums` `[batch × frames × 4·units]` is what the gates get from
 * the input and the bias, `recurrent` `[4·units × units]`.
 */
export function recur(sums: tf.Tensor3D, recurrent: tf.Tensor): Recurrence {
  const hidden: tf.Tensor2D[] = [];
  const cell: tf.Tensor2D[] = [];
  const gates: tf.Tensor2D[] = [];
  for (const [t, frame] of framesOf(sums).entries()) {
    const sum = t === 0 ? frame : tf.add(frame, tf.matMul(hidden[t - 1]!, recurrent, false, true));
    const [i, f, g, o] = gatesOf(sum as tf.Tensor2D);
    const [input, forget, fresh, output] = [
      tf.sigmoid(i),
      tf.sigmoid(f),
      tf.tanh(g),
      tf.sigmoid(o),
    ];
    const taken = tf.mul(input, fresh);
    const state = (t === 0 ? taken : tf.add(taken, tf.mul(forget, cell[t - 1]!))) as tf.Tensor2D;
    cell.push(state);
    hidden.push(tf.mul(output, tf.tanh(state)));
    gates.push(tf.concat([input, forget, fresh, output], 1));
  }
  return { hidden: tf.stack(hidden, 1), cell: tf.stack(cell, 1), gates: tf.stack(gates, 1) } as {
    [K in keyof Recurrence]: tf.Tensor3D;
  };
}

/**
 * Back through time: the gradient of `sums` from that of `hidden`, both as `recur` has them.
 */
export function recurBackward(
  dy: tf.Tensor3D,
  { cell, gates }: Recurrence,
  recurrent: tf.Tensor,
): tf.Tensor3D {
  const slopes = framesOf(dy);
  const cells = framesOf(cell);
  const opened = framesOf(gates);
  const dsums: tf.Tensor2D[] = new Array(slopes.length);
  let dhidden: tf.Tensor | undefined;
  let dcell: tf.Tensor | undefined;
  for (let t = slopes.length - 1; t >= 0; t--) {
    const [i, f, g, o] = gatesOf(opened[t]!);
    const squashed = tf.tanh(cells[t]!);
    const dh = dhidden ? tf.add(slopes[t]!, dhidden) : slopes[t]!;
    const through = tf.mul(tf.mul(dh, o), oneMinusSquare(squashed));
    const dc = dcell ? tf.add(dcell, through) : through;
    const before = t > 0 ? cells[t - 1]! : tf.zerosLike(cells[t]!);
    const dsum = tf.concat(
      [
        tf.mul(tf.mul(dc, g), sigmoidSlope(i)),
        tf.mul(tf.mul(dc, before), sigmoidSlope(f)),
        tf.mul(tf.mul(dc, i), oneMinusSquare(g)),
        tf.mul(tf.mul(dh, squashed), sigmoidSlope(o)),
      ] as tf.Tensor2D[],
      1,
    );
    dsums[t] = dsum;
    dhidden = tf.matMul(dsum, recurrent);
    dcell = tf.mul(dc, f);
  }
  return tf.stack(dsums, 1) as tf.Tensor3D;
}

/** Slope of the logistic function from its value. */
function sigmoidSlope(value: tf.Tensor): tf.Tensor {
  return tf.mul(value, tf.sub(1, value));
}

/** Slope of tanh from its value. */
function oneMinusSquare(value: tf.Tensor): tf.Tensor {
  return tf.sub(1, tf.square(value));
}

function framesOf(values: tf.Tensor3D): tf.Tensor2D[] {
  return tf.unstack(values, 1) as tf.Tensor2D[];
}

function gatesOf(values: tf.Tensor2D): [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D] {
  return tf.split(values, 4, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
}
