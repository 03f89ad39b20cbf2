/** A picture cut and resized to fill a frame: JPEG. */
export async function fillFrame(
  picture: Uint8Array,
  { width, height }: { width: number; height: number },
): Promise<Buffer> {
  const { default: sharp } = await import("sharp");
  return sharp(picture).resize(width, height, { fit: "cover" }).jpeg({ quality: 88 }).toBuffer();
}
