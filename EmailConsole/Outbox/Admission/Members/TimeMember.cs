using System.Text.Json;

namespace EmailConsole.Outbox.Admission.Members;

/// <summary>Reads points in time and spans of it.</summary>
internal static class TimeMember
{
    /// <summary>RFC 3339: with an offset, because the caller's clock may stand in another zone.</summary>
    public static DateTimeOffset? ReadTime(ref Utf8JsonReader json, string field, EmailFaults faults)
    {
        var text = json.TokenType == JsonTokenType.String ? JsonText.TryRead(ref json) : null;
        json.Skip();
        return ParseTime(text, field, faults);
    }

    /// <param name="text">As the caller wrote it; null: no text.</param>
    /// <param name="field">For the fault.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static DateTimeOffset? ParseTime(string? text, string field, EmailFaults faults)
    {
        if (text is not null && TimeText.TryParse(text, out var time))
        {
            return time;
        }

        faults.Add(field, "Use a date and time with an offset, such as 2026-01-31T12:00:00Z or 2026-01-31T13:00:00+01:00.");
        return null;
    }

    /// <summary>Whole seconds.</summary>
    public static TimeSpan? ReadSeconds(ref Utf8JsonReader json, string field, TimeSpan longest, EmailFaults faults)
    {
        var seconds = json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var number) ? number : 0;
        json.Skip();
        return CheckSeconds(seconds, field, longest, faults);
    }

    /// <param name="seconds">0: no whole number.</param>
    /// <param name="field">For the fault.</param>
    /// <param name="longest">The most that is allowed.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static TimeSpan? CheckSeconds(long seconds, string field, TimeSpan longest, EmailFaults faults)
    {
        if (seconds >= 1 && seconds <= longest.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        faults.Add(field, $"Use a whole number of seconds from 1 to {(long)longest.TotalSeconds}.");
        return null;
    }
}
