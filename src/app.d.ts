import type { Session } from './routes/session.server.ts'

/* eslint-disable @typescript-eslint/consistent-type-definitions, @typescript-eslint/no-empty-object-type -- the framework merges interfaces */
declare global {
	namespace App {
		interface Error {
			message: string
			title: string
			rule?: string
			reference?: string
		}
		interface Locals extends Session {}
	}
}
