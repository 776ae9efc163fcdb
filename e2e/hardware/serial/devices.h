/* What the shim and the hub agree upon. FOLDER holds `devices` (one line a device that is plugged in)
 * and one datagram socket `monitor.…` for each libudev monitor that listens. */
#ifndef NODLAB_FAKE_DEVICES_H
#define NODLAB_FAKE_DEVICES_H

/* Names the folder to the shim. */
#define FOLDER_VARIABLE "NODLAB_FAKE_UDEV"
#define LIST_FILE "devices"
#define MONITOR_PREFIX "monitor."

/* One line, and what follows "add " in a datagram: sysname, node, vendor, product, serial, name. */
#define LINE_BYTES 512
#define LINE_FORMAT "%s %s %s %s %s %s\n"

#endif
