using System.Text.Json;

namespace EmailConsole.Tests.Rest.Server;

/// <summary>What came back.</summary>
/// <param name="Response">Head and headers.</param>
/// <param name="Text">The body as it came.</param>
/// <param name="Body">The body read; undefined where it is empty.</param>
/// <param name="Console">Where the console listens.</param>
internal sealed record ContractAnswer(HttpResponseMessage Response, string Text, JsonElement Body, Uri Console);
