import { exportRegisters } from '#modules/registers/exchange/all-registers.ts'
import { sendFile } from '../../../download.server.ts'
import type { RequestHandler } from './$types'

/** All registers of the workspace with their declarations and entries, as far as the seat sees them. */
export const GET: RequestHandler = async ({ locals }) => sendFile(await locals.ask(exportRegisters, {}))
