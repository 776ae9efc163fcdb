import {
  cloneElement,
  type FocusEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useState,
} from 'react';
import { createPortal } from 'react-dom';
import classes from './Hint.module.css';
import { placeBeside, type Side } from './place-beside';

/** A pointer that rests this long asks, ms. */
const REST_MS = 350;

export interface HintProps {
  readonly label: ReactNode;
  readonly side?: Side;
  /** One element that can be pointed at and take the focus. */
  readonly children: ReactElement;
}

interface Target {
  readonly 'aria-describedby'?: string | undefined;
  onPointerEnter?(event: PointerEvent<Element>): void;
  onPointerLeave?(event: PointerEvent<Element>): void;
  onFocus?(event: FocusEvent<Element>): void;
  onBlur?(event: FocusEvent<Element>): void;
  onClick?(event: MouseEvent<Element>): void;
}

/**
 * A tooltip for the frame and the first page: a tenth of what Mantine's brings along. Shown on
 * hover and on keyboard focus; Escape hides it.
 */
export function Hint({ label, side = 'bottom', children }: HintProps) {
  const id = useId();
  const [resting, setResting] = useState<Element>();
  const [target, setTarget] = useState<Element>();

  useEffect(() => {
    if (resting === undefined) return undefined;
    const timer = setTimeout(() => setTarget(resting), REST_MS);
    return () => clearTimeout(timer);
  }, [resting]);

  useEffect(() => {
    if (target === undefined) return undefined;
    const press = (event: KeyboardEvent) => event.key === 'Escape' && setTarget(undefined);
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [target]);

  const hide = () => {
    setResting(undefined);
    setTarget(undefined);
  };
  const child = children as ReactElement<Target>;
  const own = child.props;
  return (
    <>
      {cloneElement(child, {
        'aria-describedby': target === undefined ? own['aria-describedby'] : id,
        onPointerEnter(event) {
          own.onPointerEnter?.(event);
          // A finger has no way to rest without pressing.
          if (event.pointerType !== 'touch') setResting(event.currentTarget);
        },
        onPointerLeave(event) {
          own.onPointerLeave?.(event);
          hide();
        },
        onFocus(event) {
          own.onFocus?.(event);
          if (event.currentTarget.matches(':focus-visible')) setTarget(event.currentTarget);
        },
        onBlur(event) {
          own.onBlur?.(event);
          hide();
        },
        onClick(event) {
          own.onClick?.(event);
          hide();
        },
      })}
      {target !== undefined &&
        createPortal(
          <div
            ref={(hint) => placeBeside(hint, target, side)}
            id={id}
            role="tooltip"
            className={classes.hint}
          >
            {label}
          </div>,
          document.body,
        )}
    </>
  );
}
