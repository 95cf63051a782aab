using System.Net;
using EmailConsole.Deployment.References;
using Microsoft.Extensions.Options;

namespace EmailConsole.Hosting.Telemetry;

internal sealed class TelemetryOptionsValidation(SecretText secrets) : IValidateOptions<TelemetryOptions>
{
    private const int ShortestToken = 16;

    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        List<string> errors = [];
        Demand(options.PrometheusPort is null or (>= 0 and <= ushort.MaxValue), "PrometheusPort must be from 0 to 65535.");
        Demand(
            IPAddress.TryParse(options.PrometheusAddress, out var address),
            "PrometheusAddress must be an IP address, such as 127.0.0.1 or 0.0.0.0.");
        Demand(
            options.PrometheusPort is null || options.PrometheusToken is not null || address is null || IPAddress.IsLoopback(address),
            "PrometheusToken must be set where PrometheusAddress is not loopback: others could read the metrics.");
        if (Resolve(nameof(options.PrometheusToken), options.PrometheusToken) is { } token)
        {
            Demand(token.Length >= ShortestToken, $"PrometheusToken must have at least {ShortestToken} characters.");
        }

        _ = Resolve(nameof(options.OtlpHeaders), options.OtlpHeaders);
        Demand(
            options.OtlpEndpoint is null or { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "" },
            "OtlpEndpoint must be an http or https address, such as http://collector.example:4318.");
        Demand(Enum.IsDefined(options.OtlpProtocol), "OtlpProtocol must be HttpProtobuf or Grpc.");
        Demand(
            options.OtlpInterval >= TimeSpan.FromSeconds(1) && options.OtlpInterval <= TimeSpan.FromHours(1),
            "OtlpInterval must be from '00:00:01' to '01:00:00'.");
        Demand(options.TraceRatio is >= 0 and <= 1, "TraceRatio must be from 0 to 1.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Demand(bool holds, string demand)
        {
            if (!holds)
            {
                errors.Add($"{TelemetryOptions.Section}:{demand}");
            }
        }

        string? Resolve(string key, string? text)
        {
            switch (text is null ? null : secrets.Resolve(text))
            {
                case Lookup.Found found:
                    return found.Value;
                case Lookup.Failed failed:
                    errors.Add($"{TelemetryOptions.Section}:{key}: {failed.Message}");
                    return null;
                default:
                    return null;
            }
        }
    }
}
