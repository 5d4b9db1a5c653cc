import type { Operation } from '#platform/operation/operation.server.ts'
import { listDues } from './due-queries.ts'
import { createFeed, revokeFeed } from './feed-commands.ts'
import { listFeeds, readFeed } from './feed-queries.ts'

export const calendarFeedOperations: readonly Operation[] = [createFeed, listFeeds, readFeed, revokeFeed, listDues]
