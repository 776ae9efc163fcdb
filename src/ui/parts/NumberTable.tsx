import { Table, type TableProps } from '@mantine/core';
import classes from './NumberTable.module.css';

/** A table of numbers beside their names; it scrolls sideways where it is too wide. */
export function NumberTable(props: TableProps) {
  return (
    <div className={classes.scroll}>
      <Table {...props} className={classes.table} />
    </div>
  );
}
