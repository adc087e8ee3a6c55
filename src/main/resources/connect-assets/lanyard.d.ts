/** lanyard.js 1.0 (docs/embedding.md). */
export declare const version: string;

export interface ConnectOptions {
  /** "auto": a popup, and a redirect when the browser blocks it; "popup" and "redirect": that only. */
  mode?: "auto" | "popup" | "redirect";
  /** Stops waiting and closes the window. */
  signal?: AbortSignal;
  /** Shown in the window until the URL is there. */
  waiting?: string;
}

export type ErrorCode =
  | "access_denied"
  | "account_mismatch"
  | "permission_missing"
  | "scope_refused"
  | "code_rejected"
  | "credentials_rejected"
  | "provider_unavailable"
  | "malformed_response"
  | "interrupted"
  | "cancelled"
  | "expired"
  | "profile_disabled"
  | "connection_deleted";

export type Outcome =
  | { status: "connected"; code: "connected"; session_id?: string; connection_id?: string }
  | { status: "awaiting_confirmation"; code: "awaiting_confirmation"; session_id?: string }
  | { status: "failed" | "expired"; code: ErrorCode; session_id?: string; error?: { code: ErrorCode; description?: string } }
  | { status: "closed"; code: "closed" }
  | { status: "blocked"; code: "blocked" }
  | { status: "redirecting"; code: "blocked" | "redirecting" };

/** An Error with `code`: "aborted", "unreachable"; or whatever your own function threw. */
export declare function connect(
  target: string | URL | (() => string | URL | Promise<string | URL>),
  options?: ConnectOptions,
): Promise<Outcome>;

declare global {
  interface Window {
    /** Of the classic script. */
    Lanyard: { connect: typeof connect; version: typeof version };
  }
}
