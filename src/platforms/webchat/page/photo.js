/** The longest side of a photo that is sent, in pixels: enough to read a meter, small enough for a slow line. */
const LONGEST_SIDE = 1600;
const LIMIT = 5 * 1024 * 1024;

/**
 * A photo made small enough to send, and without what the camera wrote into it (place, time). Null when it cannot be
 * opened or is still too large.
 */
export async function shrink(file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    const photo = await new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.85));
    return photo !== null && photo.size <= LIMIT ? photo : null;
  } catch {
    return null;
  }
}
