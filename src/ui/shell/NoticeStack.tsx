import '@mantine/notifications/styles.layer.css';
import { Notifications } from '@mantine/notifications';
import classes from './NoticeStack.module.css';

/** The notices shown now, newest last. */
export default function NoticeStack() {
  return <Notifications position="bottom-right" limit={3} className={classes.notices} />;
}
