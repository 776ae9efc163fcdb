import 'react';

declare module 'react' {
  /** Lets `style` carry custom properties, which the CSS modules read. */
  interface CSSProperties {
    [name: `--${string}`]: string | number;
  }
}
