/* Boards on cables: ptys that are plugged in and pulled out, told of to every libudev monitor of
 * fake-udev.c. Usage: pty-hub FOLDER. Commands come on stdin, a line each:
 *   plug ID VENDOR PRODUCT SERIAL NAME   a board appears as ttyACM<ID>
 *   unplug ID
 *   write ID LENGTH                      LENGTH bytes follow: what the board sends
 * and events go to stdout likewise:
 *   plugged ID    unplugged ID
 *   opened ID     closed ID              whether anybody has the port open
 *   received ID LENGTH                   LENGTH bytes follow: what the board was sent
 *   dropped ID LENGTH                    so many bytes found no room in the board's buffer
 * A board that nobody listens to sends nothing; one that isn't read for long drops whole writes. */
#define _GNU_SOURCE
#include "devices.h"
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#define BOARDS 8
#define BUFFER_BYTES (1 << 20)
/* A port that nobody has open is looked at this often, ms: its end hangs up, for which poll() can't wait. */
#define LOOK_MS 2

struct board {
  int master; /* -1: nothing is plugged in */
  int is_open;
  char line[LINE_BYTES];
  size_t waiting; /* bytes of `buffer` that the port has not taken yet */
  char buffer[BUFFER_BYTES];
};

static struct board boards[BOARDS];
static const char *folder;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

/* Tells every monitor; those of browsers that are gone are forgotten. */
static void announce(const char *action, const char *line) {
  char message[LINE_BYTES + 8];
  int length = snprintf(message, sizeof message, "%s %s", action, line);
  int sender = socket(AF_UNIX, SOCK_DGRAM, 0);
  DIR *entries = opendir(folder);
  struct dirent *entry;
  while (entries && (entry = readdir(entries))) {
    if (strncmp(entry->d_name, MONITOR_PREFIX, strlen(MONITOR_PREFIX))) continue;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/%.64s", folder, entry->d_name);
    if (sendto(sender, message, length, 0, (struct sockaddr *)&address, sizeof address) < 0) {
      unlink(address.sun_path);
    }
  }
  if (entries) closedir(entries);
  close(sender);
}

/* What is plugged in, for browsers that start later. Replaced as a whole: nobody reads half a list. */
static void write_list(void) {
  char path[256], fresh[256];
  snprintf(path, sizeof path, "%s/" LIST_FILE, folder);
  snprintf(fresh, sizeof fresh, "%s/fresh", folder);
  FILE *file = fopen(fresh, "w");
  if (!file) fail(fresh);
  for (int id = 0; id < BOARDS; id++) {
    if (boards[id].master >= 0) fputs(boards[id].line, file);
  }
  fclose(file);
  if (rename(fresh, path)) fail(path);
}

static void plug(int id, const char *vendor, const char *product, const char *serial, const char *name) {
  struct board *board = &boards[id];
  struct termios raw;
  char node[128], sysname[32];
  board->master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (board->master < 0 || grantpt(board->master) || unlockpt(board->master)) fail("pty");
  if (ptsname_r(board->master, node, sizeof node)) fail("pty");
  /* Opened and closed once: only then does the master's end hang up while nobody has it open. */
  int slave = open(node, O_RDWR | O_NOCTTY);
  if (slave < 0 || tcgetattr(slave, &raw)) fail(node);
  cfmakeraw(&raw);
  if (tcsetattr(slave, TCSANOW, &raw)) fail(node);
  close(slave);
  board->is_open = 0;
  board->waiting = 0;
  snprintf(sysname, sizeof sysname, "ttyACM%d", id);
  snprintf(board->line, sizeof board->line, LINE_FORMAT, sysname, node, vendor, product, serial, name);
  write_list();
  announce("add", board->line);
  printf("plugged %d\n", id);
}

static void unplug(int id) {
  close(boards[id].master);
  boards[id].master = -1;
  write_list();
  announce("remove", boards[id].line);
  printf("unplugged %d\n", id);
}

/* Hands the port what it takes. */
static void drain(struct board *board) {
  ssize_t taken = write(board->master, board->buffer, board->waiting);
  if (taken <= 0) return;
  board->waiting -= taken;
  memmove(board->buffer, board->buffer + taken, board->waiting);
}

static void send_bytes(int id, size_t length) {
  struct board *board = &boards[id];
  static char bytes[BUFFER_BYTES];
  if (length > sizeof bytes || fread(bytes, 1, length, stdin) != length) exit(1);
  if (board->master < 0 || !board->is_open) return;
  if (board->waiting + length > sizeof board->buffer) {
    printf("dropped %d %zu\n", id, length);
    return;
  }
  memcpy(board->buffer + board->waiting, bytes, length);
  board->waiting += length;
  drain(board);
}

static void command(const char *line) {
  char vendor[16], product[16], serial[64], name[64];
  int id;
  size_t length;
  if (sscanf(line, "plug %d %15s %15s %63s %63s", &id, vendor, product, serial, name) == 5) {
    plug(id, vendor, product, serial, name);
  } else if (sscanf(line, "write %d %zu", &id, &length) == 2) {
    send_bytes(id, length);
  } else if (sscanf(line, "unplug %d", &id) == 1) {
    unplug(id);
  } else {
    fprintf(stderr, "pty-hub does not know: %s", line);
    exit(1);
  }
}

static void look_at(int id) {
  struct board *board = &boards[id];
  struct pollfd end = {.fd = board->master, .events = POLLIN | POLLOUT};
  if (poll(&end, 1, 0) < 0) fail("poll");
  if (end.revents & POLLIN) {
    char bytes[4096];
    ssize_t length = read(board->master, bytes, sizeof bytes);
    if (length > 0) {
      printf("received %d %zd\n", id, length);
      fwrite(bytes, 1, length, stdout);
    }
  }
  int is_open = !(end.revents & POLLHUP);
  if (is_open != board->is_open) {
    board->is_open = is_open;
    /* What waited for the one who has closed it is not for the next. */
    board->waiting = 0;
    printf("%s %d\n", is_open ? "opened" : "closed", id);
  }
  if (is_open && board->waiting > 0 && (end.revents & POLLOUT)) drain(board);
}

int main(int count, char **arguments) {
  if (count != 2) return 2;
  folder = arguments[1];
  for (int id = 0; id < BOARDS; id++) boards[id].master = -1;
  /* poll() below sees the pipe, not a buffer. */
  setvbuf(stdin, NULL, _IONBF, 0);
  write_list();
  for (;;) {
    char line[LINE_BYTES];
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    fflush(stdout);
    if (poll(&input, 1, LOOK_MS) > 0) {
      if (!fgets(line, sizeof line, stdin)) return 0;
      command(line);
    }
    for (int id = 0; id < BOARDS; id++) {
      if (boards[id].master >= 0) look_at(id);
    }
  }
}
