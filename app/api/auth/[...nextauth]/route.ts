import type { NextRequest } from "next/server";
import { runNextAuth } from "@/lib/session/run-next-auth";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  return runNextAuth(request, (await params).nextauth);
}

export async function POST(request: NextRequest, { params }: Context): Promise<Response> {
  return runNextAuth(request, (await params).nextauth);
}
