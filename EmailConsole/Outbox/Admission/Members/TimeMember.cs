using System.Text.Json;

namespace EmailConsole.Outbox.Admission.Members;

/// <summary>Reads points in time and spans of it.</summary>
internal static class TimeMember
{
    /// <summary>RFC 3339: with an offset, because the caller's clock may stand in another zone.</summary>
    public static DateTimeOffset? ReadTime(ref Utf8JsonReader json, string field, EmailFaults faults)
    {
        if (json.TokenType == JsonTokenType.String && JsonText.TryRead(ref json) is { } text && TimeText.TryParse(text, out var time))
        {
            return time;
        }

        faults.Add(field, "Use a date and time with an offset, such as 2026-01-31T12:00:00Z or 2026-01-31T13:00:00+01:00.");
        json.Skip();
        return null;
    }

    /// <summary>Whole seconds.</summary>
    public static TimeSpan? ReadSeconds(ref Utf8JsonReader json, string field, TimeSpan longest, EmailFaults faults)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var seconds) && seconds >= 1 && seconds <= longest.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        faults.Add(field, $"Use a whole number of seconds from 1 to {(long)longest.TotalSeconds}.");
        json.Skip();
        return null;
    }
}
