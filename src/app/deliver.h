/*
 * Sending what waits in the outbox: beside the server, and as a command.
 *
 *     lianyuan jobs run        runs the jobs that are due, sends what may go now, and ends
 *
 * LIANYUAN_CA_FILE names a file of certificates beside the system's, for servers of the park's own
 * authority.
 */
#ifndef LIANYUAN_APP_DELIVER_H
#define LIANYUAN_APP_DELIVER_H

#include "app/desk.h"
#include "reach/sender.h"

/* app_db: the writer's door; public_url: what links in messages begin with. */
struct sender_config deliver_config(struct desk *desk, const struct app_db *app_db,
                                    struct str public_url);

/* Remembered by serve, so that a command writes the same links. */
enum err deliver_keep_url(struct desk *desk, struct str public_url);

#endif
