import { answerOperation } from '../../../answer.server.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = answerOperation
export const POST: RequestHandler = answerOperation
export const OPTIONS: RequestHandler = answerOperation
export const fallback: RequestHandler = answerOperation
