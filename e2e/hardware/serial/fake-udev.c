/* Stands in for the functions of libudev that Chromium imports (declared in systemd's libudev.h), by
 * LD_PRELOAD: one subsystem, "tty", whose devices are the ptys of pty-hub.c. Each function is what its
 * manual page says, for such devices; "parent" and "sysattr" have nothing to tell. */
#define _GNU_SOURCE
#include "devices.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define SYSPATH_PREFIX "/sys/devices/fake/tty/"

struct udev { int references; };

struct udev_device {
  int references;
  char action[8];
  char sysname[64], syspath[128], node[128];
  char vendor[16], product[16], serial[64], name[64];
  char major[16], minor[16];
};

struct udev_list_entry {
  struct udev_list_entry *next;
  char name[128];
};

struct udev_enumerate {
  int is_filtered, wants_tty;
  struct udev_list_entry *first;
};

struct udev_monitor {
  int is_filtered, wants_tty;
  int socket;
  char path[108];
};

/* Chromium takes a tty for a serial port only where /proc/tty/drivers has its number as "serial"
 * (services/device/serial/serial_device_enumerator_linux.cc); a pty is let pass under such a number. */
static void number_of_serial_driver(struct udev_device *device) {
  char line[256], type[32];
  int major, first_minor;
  FILE *file = fopen("/proc/tty/drivers", "r");
  if (!file) return;
  while (fgets(line, sizeof line, file)) {
    if (sscanf(line, "%*s %*s %d %d%*s %31s", &major, &first_minor, type) == 3 ||
        sscanf(line, "%*s %*s %d %d %31s", &major, &first_minor, type) == 3) {
      if (strcmp(type, "serial")) continue;
      snprintf(device->major, sizeof device->major, "%d", major);
      snprintf(device->minor, sizeof device->minor, "%d", first_minor);
      break;
    }
  }
  fclose(file);
}

static struct udev_device *device_of_line(const char *line, const char *action) {
  struct udev_device *device = calloc(1, sizeof *device);
  if (sscanf(line, "%63s %127s %15s %15s %63s %63s", device->sysname, device->node, device->vendor,
             device->product, device->serial, device->name) != 6) {
    free(device);
    return NULL;
  }
  device->references = 1;
  snprintf(device->action, sizeof device->action, "%s", action);
  snprintf(device->syspath, sizeof device->syspath, SYSPATH_PREFIX "%s", device->sysname);
  number_of_serial_driver(device);
  return device;
}

static FILE *open_list(void) {
  const char *folder = getenv(FOLDER_VARIABLE);
  char path[256];
  if (!folder) return NULL;
  snprintf(path, sizeof path, "%s/" LIST_FILE, folder);
  return fopen(path, "r");
}

/* udev */

EXPORT struct udev *udev_new(void) {
  struct udev *udev = calloc(1, sizeof *udev);
  udev->references = 1;
  return udev;
}

EXPORT struct udev *udev_unref(struct udev *udev) {
  free(udev);
  return NULL;
}

/* udev_enumerate */

EXPORT struct udev_enumerate *udev_enumerate_new(struct udev *udev) {
  (void)udev;
  return calloc(1, sizeof(struct udev_enumerate));
}

EXPORT int udev_enumerate_add_match_subsystem(struct udev_enumerate *all, const char *subsystem) {
  all->is_filtered = 1;
  if (subsystem && !strcmp(subsystem, "tty")) all->wants_tty = 1;
  return 0;
}

EXPORT int udev_enumerate_scan_devices(struct udev_enumerate *all) {
  char line[LINE_BYTES], sysname[64];
  FILE *file = all->is_filtered && !all->wants_tty ? NULL : open_list();
  if (!file) return 0;
  while (fgets(line, sizeof line, file)) {
    if (sscanf(line, "%63s", sysname) != 1) continue;
    struct udev_list_entry *entry = calloc(1, sizeof *entry);
    snprintf(entry->name, sizeof entry->name, SYSPATH_PREFIX "%s", sysname);
    entry->next = all->first;
    all->first = entry;
  }
  fclose(file);
  return 0;
}

EXPORT struct udev_list_entry *udev_enumerate_get_list_entry(struct udev_enumerate *all) {
  return all->first;
}

EXPORT struct udev_enumerate *udev_enumerate_unref(struct udev_enumerate *all) {
  while (all->first) {
    struct udev_list_entry *next = all->first->next;
    free(all->first);
    all->first = next;
  }
  free(all);
  return NULL;
}

/* udev_list */

EXPORT struct udev_list_entry *udev_list_entry_get_next(struct udev_list_entry *entry) {
  return entry->next;
}

EXPORT const char *udev_list_entry_get_name(struct udev_list_entry *entry) { return entry->name; }

/* udev_device */

EXPORT struct udev_device *udev_device_new_from_syspath(struct udev *udev, const char *syspath) {
  (void)udev;
  char line[LINE_BYTES];
  struct udev_device *found = NULL;
  FILE *file = open_list();
  if (!file) return NULL;
  while (!found && fgets(line, sizeof line, file)) {
    found = device_of_line(line, "");
    if (found && strcmp(found->syspath, syspath)) {
      free(found);
      found = NULL;
    }
  }
  fclose(file);
  return found;
}

EXPORT struct udev_device *udev_device_new_from_devnum(struct udev *udev, char type, dev_t number) {
  (void)udev, (void)type, (void)number;
  return NULL;
}

EXPORT struct udev_device *udev_device_new_from_subsystem_sysname(
    struct udev *udev, const char *subsystem, const char *sysname) {
  (void)udev, (void)subsystem, (void)sysname;
  return NULL;
}

EXPORT struct udev_device *udev_device_unref(struct udev_device *device) {
  if (device && --device->references == 0) free(device);
  return NULL;
}

EXPORT struct udev_device *udev_device_get_parent(struct udev_device *device) {
  (void)device;
  return NULL;
}

EXPORT struct udev_device *udev_device_get_parent_with_subsystem_devtype(
    struct udev_device *device, const char *subsystem, const char *devtype) {
  (void)device, (void)subsystem, (void)devtype;
  return NULL;
}

EXPORT struct udev_list_entry *udev_device_get_properties_list_entry(struct udev_device *device) {
  (void)device;
  return NULL;
}

EXPORT const char *udev_device_get_action(struct udev_device *device) {
  return device->action[0] ? device->action : NULL;
}

EXPORT const char *udev_device_get_devnode(struct udev_device *device) { return device->node; }

EXPORT const char *udev_device_get_devtype(struct udev_device *device) {
  (void)device;
  return NULL;
}

EXPORT const char *udev_device_get_driver(struct udev_device *device) {
  (void)device;
  return NULL;
}

EXPORT const char *udev_device_get_subsystem(struct udev_device *device) {
  (void)device;
  return "tty";
}

EXPORT const char *udev_device_get_sysname(struct udev_device *device) { return device->sysname; }

EXPORT const char *udev_device_get_syspath(struct udev_device *device) { return device->syspath; }

EXPORT const char *udev_device_get_sysattr_value(struct udev_device *device, const char *name) {
  (void)device, (void)name;
  return NULL;
}

EXPORT const char *udev_device_get_property_value(struct udev_device *device, const char *key) {
  if (!strcmp(key, "DEVNAME")) return device->node;
  if (!strcmp(key, "MAJOR")) return device->major;
  if (!strcmp(key, "MINOR")) return device->minor;
  if (!strcmp(key, "ID_VENDOR_ID")) return device->vendor;
  if (!strcmp(key, "ID_MODEL_ID")) return device->product;
  if (!strcmp(key, "ID_SERIAL_SHORT")) return device->serial;
  if (!strcmp(key, "ID_MODEL_ENC")) return device->name;
  return NULL;
}

/* udev_monitor */

EXPORT struct udev_monitor *udev_monitor_new_from_netlink(struct udev *udev, const char *name) {
  (void)udev, (void)name;
  struct udev_monitor *monitor = calloc(1, sizeof *monitor);
  monitor->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  return monitor;
}

EXPORT int udev_monitor_filter_add_match_subsystem_devtype(
    struct udev_monitor *monitor, const char *subsystem, const char *devtype) {
  (void)devtype;
  monitor->is_filtered = 1;
  if (subsystem && !strcmp(subsystem, "tty")) monitor->wants_tty = 1;
  return 0;
}

EXPORT int udev_monitor_enable_receiving(struct udev_monitor *monitor) {
  static int count;
  const char *folder = getenv(FOLDER_VARIABLE);
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (!folder || (monitor->is_filtered && !monitor->wants_tty)) return 0;
  snprintf(monitor->path, sizeof monitor->path, "%s/" MONITOR_PREFIX "%d.%d", folder, (int)getpid(),
           __sync_fetch_and_add(&count, 1));
  memcpy(address.sun_path, monitor->path, sizeof address.sun_path);
  return bind(monitor->socket, (struct sockaddr *)&address, sizeof address);
}

EXPORT int udev_monitor_get_fd(struct udev_monitor *monitor) { return monitor->socket; }

EXPORT struct udev_device *udev_monitor_receive_device(struct udev_monitor *monitor) {
  char message[LINE_BYTES + 8];
  ssize_t length = recv(monitor->socket, message, sizeof message - 1, 0);
  if (length <= 0) return NULL;
  message[length] = 0;
  if (!strncmp(message, "add ", 4)) return device_of_line(message + 4, "add");
  if (!strncmp(message, "remove ", 7)) return device_of_line(message + 7, "remove");
  return NULL;
}

EXPORT struct udev_monitor *udev_monitor_unref(struct udev_monitor *monitor) {
  close(monitor->socket);
  if (monitor->path[0]) unlink(monitor->path);
  free(monitor);
  return NULL;
}
