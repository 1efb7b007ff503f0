import type { Message } from 'telegraf/types';
import type { Said } from '../../desk/message.js';

/** Things that happen in a chat and are said to nobody: they need no answer. */
const SERVICE =
  /^(new_chat_members|left_chat_member|new_chat_title|new_chat_photo|delete_chat_photo|(super)?group_chat_created|channel_chat_created|message_auto_delete_timer_changed|migrate_from_chat_id|pinned_message|forum_topic_\w+|general_forum_topic_\w+|video_chat_\w+|giveaway\w*|boost_added|chat_background_set|write_access_allowed|connected_website|proximity_alert_triggered|users_shared|chat_shared)$/;

/** What every message may have beside its content. */
const COMMON =
  /^(message_id|message_thread_id|from|sender_\w+|date|chat|is_\w+|forward_\w+|reply_\w+|external_reply|quote|via_bot|edit_date|has_\w+|author_signature|link_preview_options|media_group_id|\w*entities|caption|show_caption_above_media|effect_id|business_connection_id)$/;

/** What a message carries that is not words; null when it is nothing that was said. */
export function contentOf(message: Message, caption: string): Said | null {
  const media = attachmentOf(message);
  if (media) return { kind: 'media', attachment: media, ...(caption !== '' && { caption }) };
  if ('location' in message) {
    const { latitude, longitude } = message.location;
    const title = 'venue' in message ? message.venue.title : '';
    return { kind: 'location', latitude, longitude, ...(title !== '' && { title }) };
  }
  if ('contact' in message) {
    const { phone_number, first_name, last_name, user_id } = message.contact;
    const name = [first_name, last_name].filter(Boolean).join(' ');
    const own = user_id !== undefined && user_id === message.from?.id;
    return { kind: 'contact', phone: phone_number, ...(name !== '' && { name }), own };
  }
  if ('migrate_to_chat_id' in message) return { kind: 'migrated', to: String(message.migrate_to_chat_id) };
  const keys = Object.keys(message);
  if (keys.some(key => SERVICE.test(key))) return null;
  return { kind: 'other', what: keys.find(key => !COMMON.test(key)) ?? 'message' };
}

type Attachment = Extract<Said, { kind: 'media' }>['attachment'];

/** As Telegram describes a file; what it does not say is left out. */
interface TelegramFile {
  readonly file_id: string;
  readonly mime_type?: string;
  readonly file_name?: string;
  readonly file_size?: number;
}

function attachmentOf(message: Message): Attachment | null {
  if ('photo' in message) {
    // The same picture in several sizes, the largest last.
    const largest = message.photo.at(-1);
    return largest ? file('photo', { ...largest, mime_type: 'image/jpeg' }) : null;
  }
  if ('voice' in message) return file('voice', message.voice);
  if ('video' in message) return file('video', message.video);
  if ('video_note' in message) return file('video', message.video_note);
  if ('animation' in message) return file('video', message.animation);
  if ('document' in message) return file('file', message.document);
  if ('audio' in message) return file('file', message.audio);
  return null;
}

function file(kind: Attachment['kind'], from: TelegramFile): Attachment {
  return {
    kind,
    ref: from.file_id,
    ...(from.mime_type !== undefined && { mime: from.mime_type }),
    ...(from.file_name !== undefined && { name: from.file_name }),
    ...(from.file_size !== undefined && { bytes: from.file_size }),
  };
}
