namespace EmailConsole.EmailProviders.Presets;

internal static class AmazonPresets
{
    public static readonly ProviderPreset Ses = new(
        "amazon-ses",
        "Amazon SES",
        [
            Region("us-east-1", "US East (N. Virginia)"),
            Region("us-east-2", "US East (Ohio)"),
            Region("us-west-1", "US West (N. California)"),
            Region("us-west-2", "US West (Oregon)"),
            Region("ap-northeast-1", "Asia Pacific (Tokyo)"),
            Region("ap-northeast-2", "Asia Pacific (Seoul)"),
            Region("ap-northeast-3", "Asia Pacific (Osaka)"),
            Region("ap-south-1", "Asia Pacific (Mumbai)"),
            Region("ap-southeast-1", "Asia Pacific (Singapore)"),
            Region("ap-southeast-2", "Asia Pacific (Sydney)"),
            Region("ca-central-1", "Canada (Central)"),
            Region("eu-central-1", "Europe (Frankfurt)"),
            Region("eu-north-1", "Europe (Stockholm)"),
            Region("eu-west-1", "Europe (Ireland)"),
            Region("eu-west-2", "Europe (London)"),
            Region("eu-west-3", "Europe (Paris)"),
            Region("sa-east-1", "South America (São Paulo)"),
            Region("us-gov-west-1", "AWS GovCloud (US-West)"),
        ],
        [PresetPort.StartTls(587), PresetPort.StartTls(2587), PresetPort.Tls(465), PresetPort.Tls(2465)],
        PresetCredentials.Basic("The user name of the SMTP credentials", "The password of the SMTP credentials, not an AWS secret access key"),
        [
            "Create SMTP credentials in the SES console, in the same region; AWS access keys do not work here.",
            "The From Address or its domain must be verified in that region; in the sandbox the recipients, too.",
            "For a region that is not listed, replace the region in the host name.",
            "EC2 blocks port 25.",
        ]);

    private static PresetHost Region(string id, string name) => new($"email-smtp.{id}.amazonaws.com", $"{name}, {id}");
}
