import type { Letter } from '#platform/mail/letters.ts'
import type { Operation } from '#platform/operation/operation.server.ts'
import { meetingLetters, minutesLetter } from './meeting-letters.ts'
import { getReach } from './reach-queries.ts'

export const tellingOperations: readonly Operation[] = [getReach]
export const tellingLetters: readonly Letter[] = [...meetingLetters, minutesLetter]
