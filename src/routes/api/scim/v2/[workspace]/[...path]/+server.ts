import { answerScim } from '../../../scim.server.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = answerScim
export const POST: RequestHandler = answerScim
export const PUT: RequestHandler = answerScim
export const PATCH: RequestHandler = answerScim
export const DELETE: RequestHandler = answerScim
export const fallback: RequestHandler = answerScim
