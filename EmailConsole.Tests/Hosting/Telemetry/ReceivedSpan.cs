namespace EmailConsole.Tests.Hosting.Telemetry;

/// <summary>A span as a collector gets it.</summary>
/// <param name="TraceId">In hexadecimal.</param>
/// <param name="Id">In hexadecimal.</param>
/// <param name="ParentId">Empty: a root.</param>
/// <param name="Name">What it is.</param>
/// <param name="Attributes">Texts and numbers, as texts.</param>
/// <param name="Events">Their names.</param>
internal sealed record ReceivedSpan(
    string TraceId, string Id, string ParentId, string Name, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Events)
{
    /// <param name="request">An ExportTraceServiceRequest.</param>
    public static IEnumerable<ReceivedSpan> ReadAll(byte[] request) =>
        from resource in new ProtobufMessage(request).Messages(1)
        from scope in resource.Messages(2)
        from span in scope.Messages(2)
        select new ReceivedSpan(
            span.Hex(1),
            span.Hex(2),
            span.Hex(4),
            span.Text(5),
            span.Messages(9).ToDictionary(a => a.Text(1), a => Value(a.Messages(2).Single()), StringComparer.Ordinal),
            [.. span.Messages(11).Select(e => e.Text(2))]);

    private static string Value(ProtobufMessage value) =>
        value.Text(1) is { Length: > 0 } text ? text : value.Number(3).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
